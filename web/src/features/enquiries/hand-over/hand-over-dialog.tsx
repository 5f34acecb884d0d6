import '../enquiries.css';
import { Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { HandOver, HandOverPreview, type HandOverInput } from '@anbu/contract';
import { api, isCode, keys, useAct, useTeams, useUserName } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Dialog, Form, FormActs, FormError, LoadingRows } from '../../../ui/index.ts';
import { useOwners } from '../work/assign-dialog.tsx';
import { useTellHandOver } from './tell-hand-over.tsx';

export type What = HandOverInput['what'] | { filter: Record<string, string> };
type Props = {
  title: string;
  what: What;
  /** For the time of this absence, of whom. */
  absence?: { id: string; userId: string } | undefined;
  /** Who does not get it: whose it is. */
  except?: string | undefined;
  onDone?: (handOver: HandOver) => void;
  onClose: () => void;
};
type Kind = HandOverInput['to']['kind'];
const KINDS: readonly Kind[] = ['load', 'person', 'team'];

/** Hands many enquiries over in one act. Who gets how many is shown before it is done. */
export function HandOverDialog({ title, what, absence, except, onDone, onClose }: Props) {
  const t = useT();
  const userName = useUserName();
  const teams = useTeams();
  const owners = useOwners().filter(({ value }) => value !== except);
  const [kind, setKind] = useState<Kind>('load');
  const [userId, setUserId] = useState<string | null>(null);
  const [teamId, setTeamId] = useState<string | null>(teams.length === 1 ? (teams[0]?.id ?? null) : null);
  const [note, setNote] = useState('');
  const [evenAbsent, setEvenAbsent] = useState(false);
  const tell = useTellHandOver();
  const to = kind === 'load' ? { kind } : kind === 'person' ? userId && { kind, userId } : teamId && { kind, teamId };
  const order = to ? { what, to, evenAbsent, ...(absence ? { absenceId: absence.id } : {}) } : null;
  const preview = useQuery({
    queryKey: ['hand-overs', 'preview', order],
    queryFn: ({ signal: _ }) => api.post('/hand-overs/preview', HandOverPreview, order),
    enabled: order !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useAct({
    run: (body: object, key) => api.post('/hand-overs', HandOver, body, { idempotencyKey: key }),
    refresh: [keys.enquiries.all, keys.today.all, keys.handOvers, keys.roster.all],
    showError: 'form',
    onDone: (handOver) => {
      onClose();
      tell(handOver);
      onDone?.(handOver);
    },
  });
  const shown = order && !preview.error ? preview.data : undefined;
  const count = shown?.count ?? 0;
  const isAway = isCode(preview.error, 'enquiries.owner_absent') || evenAbsent;
  return (
    <Dialog title={title} onClose={onClose} size={520}>
      <Form
        label={title}
        onSubmit={() => order && count > 0 && save.mutate({ ...order, ...(note.trim() ? { note: note.trim() } : {}) })}
      >
        <Radio.Group label={t('desk.handOver.to')} value={kind} onChange={(value) => setKind(value as Kind)}>
          <div className="hand-over-kinds">
            {KINDS.map((value, index) => (
              <Radio
                key={value}
                value={value}
                label={t(`desk.handOver.to.${value}`)}
                {...(index === 0 ? { 'data-autofocus': true } : {})}
              />
            ))}
          </div>
        </Radio.Group>
        {kind === 'load' ? <p className="text-2">{t('desk.handOver.loadHint')}</p> : null}
        {kind === 'person' ? (
          <Select
            aria-label={t('common.owner')}
            placeholder={t('common.owner')}
            searchable
            data={owners}
            value={userId}
            onChange={(value) => {
              setUserId(value);
              setEvenAbsent(false);
            }}
          />
        ) : null}
        {kind === 'team' ? (
          <Select
            aria-label={t('common.team')}
            placeholder={t('common.team')}
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={teamId}
            onChange={setTeamId}
          />
        ) : null}
        {kind === 'person' && isAway ? (
          <Checkbox
            label={t('desk.handOver.evenAbsent')}
            checked={evenAbsent}
            onChange={(event) => setEvenAbsent(event.currentTarget.checked)}
          />
        ) : null}
        {absence ? (
          <p className="text-2">{t('desk.handOver.temporary', { name: userName(absence.userId) ?? '' })}</p>
        ) : null}
        <TextInput
          label={t('desk.handOver.note')}
          value={note}
          maxLength={1000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FormError error={save.error ?? (order ? preview.error : null)} />
        {order && preview.isPending ? <LoadingRows rows={3} /> : null}
        {shown ? <Preview preview={shown} /> : null}
        <FormActs
          busy={save.isPending}
          submit={count > 0 ? t('desk.handOver.submit', { count }) : t('desk.handOver')}
          disabled={count === 0}
          onCancel={onClose}
        />
      </Form>
    </Dialog>
  );
}

function Preview({ preview }: { preview: HandOverPreview }) {
  const t = useT();
  const userName = useUserName();
  const most = Math.max(1, ...preview.receivers.map(({ count, load }) => count + load));
  return (
    <section className="hand-over-preview" aria-label={t('desk.handOver.preview')} aria-live="polite">
      <strong>{t('desk.handOver.previewCount', { count: preview.count })}</strong>
      <ul>
        {preview.receivers.map(({ userId, count, load }) => (
          <li key={userId ?? 'pool'}>
            <span className="clip">{userId ? userName(userId) : t('desk.handOver.pool')}</span>
            <span className="hand-over-bar" aria-hidden>
              <span style={{ width: `${(load / most) * 100}%` }} />
              <span className="is-new" style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <b>{t('desk.handOver.gets', { count })}</b>
            <span className="text-2">{userId ? t('desk.handOver.load', { load }) : ''}</span>
          </li>
        ))}
      </ul>
      {preview.refused.map(({ code, text, count }) => (
        <p className="text-2" key={code}>
          {t('desk.handOver.left', { count, why: text })}
        </p>
      ))}
    </section>
  );
}
