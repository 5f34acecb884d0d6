import { Checkbox, SegmentedControl, Textarea } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { CALL_OUTCOMES, type Enquiry, type StatusCode } from '@anbu/contract';
import { useStatusName } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { pressHeldKeys } from '../../../shortcuts/held-keys.ts';
import { useShortcuts, type Scope } from '../../../shortcuts/registry.ts';
import { errorProp, STATUS_FAMILY } from '../../../ui/index.ts';
import { Choices } from './choices.tsx';
import { MUST_SAY_THEN, RENEWABLE } from './draft.ts';
import { MomentField } from './moment-field.tsx';
import { focusThenFields, ThenFields } from './then-fields.tsx';
import type { Intent, Work } from './use-work.ts';

export const NOTE_ID = 'work-note';
const NOTE_LABEL = { call: 'desk.note', status: 'desk.note.plain', reply: 'desk.reply.text' } as const;

/** What may follow a connected call: first what is hoped for, the way out last. */
export function followUps(enquiry: Enquiry, byCall: boolean): readonly StatusCode[] {
  const order: readonly StatusCode[] = ['BOOKED', 'CALLBACK', 'HOLD', 'CONSULTING', 'LATER', 'VISITED'];
  const all =
    byCall && RENEWABLE.includes(enquiry.status)
      ? [enquiry.status, ...enquiry.allowedTransitions]
      : enquiry.allowedTransitions;
  return [...order.filter((code) => all.includes(code)), ...all.filter((code) => !order.includes(code))];
}

export function CallForm({
  enquiry,
  work,
  intent,
  scope,
  heldBy,
  canGoOn,
}: {
  enquiry: Enquiry;
  work: Work;
  intent: Intent | undefined;
  scope: Scope;
  /** Who works on it; saving is then refused. */
  heldBy: string | null;
  canGoOn: boolean;
}) {
  const t = useT();
  const { draft, change, field } = work;
  const free = heldBy === null;
  const byCall = draft.mode === 'call';
  const follow = followUps(enquiry, byCall);
  const asksThen = draft.mode === 'status' || (byCall && draft.outcome === 'CONNECTED');

  useShortcuts(
    [
      ...CALL_OUTCOMES.map((outcome, index) => ({
        keys: String(index + 1),
        label: t(`enquiries.outcome.${outcome}`),
        run: () => work.chooseOutcome(outcome),
      })),
      ...(asksThen
        ? follow.slice(0, 9).map((to, index) => ({
            keys: `Shift+${index + 1}`,
            label: t('desk.key.then', { number: index + 1 }),
            run: () => work.chooseThen(to),
          }))
        : []),
      { keys: 'N', label: t('desk.key.note'), run: () => document.getElementById(NOTE_ID)?.focus() },
      { keys: 'Ctrl+Enter', label: t('common.save'), when: free, run: () => work.submit(false) },
      { keys: 'E', label: t('desk.saveNext'), when: free && canGoOn, run: () => work.submit(true) },
      { keys: 'Ctrl+Shift+Enter', label: t('desk.saveNext'), when: free && canGoOn, run: () => work.submit(true) },
    ],
    scope,
  );
  const begin = useEffectEvent(() => {
    if (intent === 'book') focusThenFields();
    if (intent === 'note') document.getElementById(NOTE_ID)?.focus();
    pressHeldKeys();
  });
  // After the shortcuts stand: what was pressed ahead finds them.
  useEffect(() => begin(), []);

  return (
    <section className="call-form" aria-label={t('desk.record')}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('desk.record')}
        value={draft.mode}
        onChange={(mode) => work.chooseMode(mode as typeof draft.mode)}
        data={[
          { value: 'call', label: t('desk.mode.call') },
          { value: 'status', label: t('desk.mode.status') },
          { value: 'reply', label: t('desk.mode.reply') },
        ]}
      />
      {byCall ? (
        <Choices
          label={t('desk.outcome')}
          options={CALL_OUTCOMES.map((value, index) => ({
            value,
            label: t(`enquiries.outcome.${value}`),
            keys: String(index + 1),
            family: value === 'CONNECTED' ? 'booked' : index > 3 ? 'cancelled' : 'unconnected',
          }))}
          chosen={draft.outcome ? [draft.outcome] : []}
          onChoose={work.chooseOutcome}
          error={field('outcome')}
          columns={2}
        />
      ) : null}
      {draft.mode === 'reply' ? (
        <Choices
          label={t('desk.reply.channel')}
          options={(['sms', 'chat', 'email', 'web_form', 'other'] as const).map((value) => ({
            value,
            label: t(`timeline.channel.${value}`),
          }))}
          chosen={[draft.replyChannel]}
          onChoose={(replyChannel) => change({ replyChannel })}
        />
      ) : null}
      {asksThen ? <Then enquiry={enquiry} work={work} follow={follow} /> : null}
      <Textarea
        id={NOTE_ID}
        label={t(NOTE_LABEL[draft.mode])}
        placeholder={draft.mode === 'reply' ? '' : t('desk.note.placeholder')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        {...errorProp(field('note') ?? field('text'))}
      />
      {byCall ? <CallTime enquiry={enquiry} work={work} /> : null}
    </section>
  );
}

function Then({ enquiry, work, follow }: { enquiry: Enquiry; work: Work; follow: readonly StatusCode[] }) {
  const t = useT();
  const statusName = useStatusName();
  const { draft } = work;
  const byCall = draft.mode === 'call';
  if (follow.length === 0) return <p className="text-2">{t('desk.then.nothing')}</p>;
  const hint =
    byCall && draft.to === null
      ? MUST_SAY_THEN.includes(enquiry.status)
        ? t('desk.then.must')
        : t(enquiry.status === 'BOOKED' ? 'desk.then.bookedDefault' : 'desk.then.default', {
            status: statusName('CONSULTING'),
          })
      : null;
  return (
    <div className="then">
      <Choices
        label={byCall ? t('desk.then') : t('desk.then.status')}
        options={follow.map((to, index) => ({
          value: to,
          keys: index < 9 ? `Shift+${index + 1}` : undefined,
          label: to === enquiry.status ? t('desk.then.renew', { status: statusName(to) }) : statusName(to),
          family: STATUS_FAMILY[to],
        }))}
        chosen={draft.to ? [draft.to] : []}
        onChoose={work.chooseThen}
        error={work.field('to')}
      />
      {hint ? <p className="text-2 then-hint">{hint}</p> : null}
      {draft.to ? (
        <ThenFields
          to={draft.to}
          byCall={byCall}
          draft={draft}
          change={work.change}
          error={work.field}
          enquiry={enquiry}
          proposedDay={work.proposedDay}
        />
      ) : null}
    </div>
  );
}

function CallTime({ enquiry, work }: { enquiry: Enquiry; work: Work }) {
  const t = useT();
  const { draft, change, field } = work;
  return (
    <div className="call-time">
      <MomentField
        label={t('desk.callTime')}
        siteId={enquiry.siteId}
        since={enquiry.receivedAt}
        value={draft.at}
        onChange={(at) => change({ at })}
        error={field('at')}
      />
      <Checkbox
        size="sm"
        label={t('desk.inbound')}
        checked={draft.inbound}
        onChange={(event) => change({ inbound: event.currentTarget.checked })}
      />
    </div>
  );
}
