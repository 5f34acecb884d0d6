import { Checkbox, SegmentedControl, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ABSENCE_KINDS, Absence as AbsenceSchema, type Absence, type AbsenceKind } from '@anbu/contract';
import { api, keys, useAct, useCan, useMe, useUserName, useUsers } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { DayInput, Dialog, errorProp, Form, FormActs, FormError, useFormErrors, WhenInput } from '../../ui/index.ts';
import { fromFieldTime, toFieldTime } from '../enquiries/site-time.ts';
import { isMidnight } from './absence-words.ts';

type Props = { absence: Absence | null; onClose: () => void; onMarked?: (absence: Absence) => void };

/** Somebody is away: from now, on certain days, or for a part of one. */
export function AbsenceDialog({ absence, onClose, onMarked }: Props) {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const can = useCan();
  const users = useUsers();
  const userName = useUserName();
  const partly = absence !== null && !isMidnight(absence.from, time.zone);
  const [userId, setUserId] = useState<string | null>(absence?.userId ?? me.userId);
  const [kind, setKind] = useState<AbsenceKind>(absence?.kind ?? 'sick');
  const [when, setWhen] = useState<'now' | 'days'>(absence ? 'days' : 'now');
  const [part, setPart] = useState(partly);
  const [first, setFirst] = useState<string | null>(absence ? time.dayOf(absence.from) : time.today);
  const [last, setLast] = useState<string | null>(absence?.to ? time.dayOf(Date.parse(absence.to) - 1) : null);
  const [from, setFrom] = useState<string | null>(partly ? toFieldTime(absence.from, time.zone) : null);
  const [to, setTo] = useState<string | null>(partly && absence.to ? toFieldTime(absence.to, time.zone) : null);
  const [note, setNote] = useState(absence?.note ?? '');
  const instantOf = (field: string | null) => (field ? fromFieldTime(field, time.zone) : null);
  const times = () => {
    if (when === 'now') return { from: new Date(time.now).toISOString(), to: last };
    return part ? { from: instantOf(from), to: instantOf(to) } : { from: first, to: last };
  };
  const save = useAct({
    run: (_: null, key) => {
      const body = { ...times(), kind };
      return absence
        ? api.patch(`/absences/${absence.id}`, AbsenceSchema, {
            ...body,
            note: note.trim() || null,
            version: absence.version,
          })
        : api.post(
            '/absences',
            AbsenceSchema,
            { ...body, userId, ...(note.trim() ? { note: note.trim() } : {}) },
            { idempotencyKey: key },
          );
    },
    refresh: [keys.roster.all],
    done: absence ? t('common.saved') : t('roster.absence.marked'),
    onDone: (marked) => {
      onClose();
      onMarked?.(marked);
    },
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['userId', 'from', 'to', 'note']);
  const complete = times().from !== null && userId !== null;
  return (
    <Dialog
      title={absence ? t('roster.absence.edit', { name: userName(absence.userId) ?? '' }) : t('roster.absence.add')}
      onClose={onClose}
    >
      <Form onSubmit={() => complete && save.mutate(null)}>
        <FormError summary={errors.summary} />
        {absence ? null : (
          <Select
            label={t('roster.absence.who')}
            data={users
              .filter((user) => user.active && (user.id === me.userId || can('enquiries.assign')))
              .map((user) => ({ value: user.id, label: user.name }))}
            value={userId}
            allowDeselect={false}
            searchable
            onChange={setUserId}
            data-autofocus
            {...errorProp(errors.field('userId'))}
          />
        )}
        <div>
          <span className="legend">{t('roster.absence.kind')}</span>
          <SegmentedControl
            fullWidth
            aria-label={t('roster.absence.kind')}
            data={ABSENCE_KINDS.map((value) => ({ value, label: t(`roster.absence.kind.${value}`) }))}
            value={kind}
            onChange={(value) => setKind(value as AbsenceKind)}
          />
        </div>
        {absence ? null : (
          <div>
            <span className="legend">{t('roster.absence.when')}</span>
            <SegmentedControl
              fullWidth
              aria-label={t('roster.absence.when')}
              data={[
                { value: 'now', label: t('roster.absence.fromNow') },
                { value: 'days', label: t('roster.absence.fromDay') },
              ]}
              value={when}
              onChange={(value) => setWhen(value as 'now' | 'days')}
            />
          </div>
        )}
        {when === 'days' && part ? (
          <>
            <WhenInput
              label={t('roster.absence.partFrom')}
              value={from}
              onChange={setFrom}
              error={errors.field('from')}
            />
            <WhenInput label={t('roster.absence.partTo')} value={to} onChange={setTo} error={errors.field('to')} />
          </>
        ) : (
          <div className="form-line">
            {when === 'days' ? (
              <DayInput
                label={t('roster.absence.firstDay')}
                value={first}
                onChange={setFirst}
                {...errorProp(first === null ? t('field.required') : errors.field('from'))}
              />
            ) : null}
            <DayInput
              label={t('roster.absence.lastDay')}
              description={t('roster.absence.lastDayHint')}
              value={last}
              min={when === 'days' ? (first ?? time.today) : time.today}
              onChange={setLast}
              {...errorProp(errors.field('to'))}
            />
          </div>
        )}
        {when === 'days' ? (
          <Checkbox
            label={t('roster.absence.part')}
            checked={part}
            onChange={(event) => setPart(event.currentTarget.checked)}
          />
        ) : null}
        <Textarea
          label={t('roster.absence.note')}
          description={t('roster.absence.noteHint')}
          value={note}
          maxLength={500}
          autosize
          minRows={1}
          onChange={(event) => setNote(event.currentTarget.value)}
          {...errorProp(errors.field('note'))}
        />
        <FormActs busy={save.isPending} />
      </Form>
    </Dialog>
  );
}
