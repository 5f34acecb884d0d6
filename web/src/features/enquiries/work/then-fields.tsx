import { NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { HOLD_REASONS, HoldProposal, type Enquiry, type HoldReason, type StatusCode } from '@anbu/contract';
import { api, useInterests, useListName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { DayInput, errorProp, WhenInput } from '../../../ui/index.ts';
import { quickTimes } from '../site-time.ts';
import { Choices } from './choices.tsx';
import { Declined, Evidence, Invalid, Reason } from './closing-fields.tsx';
import { MomentField } from './moment-field.tsx';
import { fieldsFor, type Draft, type ThenField } from './draft.ts';

export type FieldError = (field: string) => string | undefined;
export type Change = (changes: Partial<Draft>) => void;
export type Part = { draft: Draft; change: Change; error: FieldError; enquiry: Enquiry };

/** The day that the chosen reasons propose; the earliest of several wins. Kept while they are being changed. */
export function useProposedDay(reasons: readonly HoldReason[], siteId: string): string | null {
  const proposal = useQuery({
    queryKey: ['enquiries', 'hold-proposal', siteId, ...reasons],
    queryFn: () => api.post('/enquiries/hold-proposal', HoldProposal, { reasons, site: siteId }),
    enabled: reasons.length > 0,
    staleTime: 60_000,
  });
  return reasons.length > 0 ? (proposal.data?.recontactOn ?? null) : null;
}

const THEN_FIELDS = 'work-then-fields';

/** To the first question of what was just chosen, once it is drawn: by keyboard it would lie below all the rest. */
export function focusThenFields(): void {
  requestAnimationFrame(() => {
    const first = document.getElementById(THEN_FIELDS)?.querySelector<HTMLElement>('button, input, textarea');
    first?.focus({ preventScroll: true });
    first?.closest('.then-fields')?.scrollIntoView({ block: 'nearest' });
  });
}

/** Exactly the questions of the chosen status. */
export function ThenFields(props: Part & { to: StatusCode; byCall: boolean; proposedDay: string | null }) {
  const fields = fieldsFor(props.enquiry.status, props.to, props.byCall);
  if (fields.length === 0) return null;
  return (
    <div className="then-fields" id={THEN_FIELDS}>
      {fields.map((field) => (
        <Field key={field} field={field} {...props} />
      ))}
    </div>
  );
}

function Field({ field, proposedDay, ...part }: Part & { field: ThenField; proposedDay: string | null }) {
  switch (field) {
    case 'promise':
      return <PromiseFields {...part} />;
    case 'hold':
      return <Hold {...part} proposedDay={proposedDay} />;
    case 'appointment':
      return <Appointment {...part} />;
    case 'cancelledBy':
      return <CancelledBy {...part} />;
    case 'visit':
      return <Visit {...part} />;
    case 'declined':
      return <Declined {...part} />;
    case 'invalid':
      return <Invalid {...part} />;
    case 'evidence':
      return <Evidence {...part} />;
    case 'reason':
      return <Reason {...part} required />;
  }
}

function PromiseFields({ draft, change, error, enquiry }: Part) {
  const t = useT();
  const time = useTime(enquiry.siteId);
  const quick = quickTimes(time.now, time.zone);
  const shown = [
    ...quick.map(({ code, at }) => ({ value: at, label: t(`desk.quick.${code}`) })),
    { value: '', label: t('desk.promise.noTime') },
  ];
  return (
    <>
      <Choices
        label={t('desk.promise.who')}
        options={[
          { value: 'us', label: t('desk.promise.us') },
          { value: 'customer', label: t('desk.promise.customer') },
        ]}
        chosen={[draft.promiseBy]}
        onChoose={(promiseBy) => change({ promiseBy })}
        columns={2}
      />
      <Choices
        label={t('desk.promise.when')}
        options={shown}
        chosen={draft.promiseAt === null ? [] : [draft.promiseAt]}
        onChoose={(promiseAt) => change({ promiseAt })}
        error={error('promiseAt')}
      />
      <WhenInput
        label={t('desk.snooze.own')}
        value={draft.promiseAt || null}
        min={time.today}
        onChange={(promiseAt) => change({ promiseAt })}
      />
    </>
  );
}

function Hold({ draft, change, error, enquiry, proposedDay }: Part & { proposedDay: string | null }) {
  const t = useT();
  const time = useTime(enquiry.siteId);
  const day = draft.recontactOn ?? proposedDay;
  const toggle = (reason: HoldReason) =>
    change({
      holdReasons: draft.holdReasons.includes(reason)
        ? draft.holdReasons.filter((each) => each !== reason)
        : [...draft.holdReasons, reason],
    });
  return (
    <>
      <Choices
        label={t('enquiries.likelihood')}
        options={(['H', 'M', 'L'] as const).map((value) => ({ value, label: t(`enquiries.likelihood.${value}`) }))}
        chosen={draft.likelihood ? [draft.likelihood] : []}
        onChoose={(likelihood) => change({ likelihood })}
        error={error('likelihood')}
        columns={3}
      />
      <Choices
        label={t('desk.hold.reasons')}
        options={HOLD_REASONS.map((value) => ({ value, label: t(`enquiries.hold.${value}`) }))}
        chosen={draft.holdReasons}
        onChoose={toggle}
        error={error('holdReasons')}
      />
      <DayInput
        label={t('desk.hold.recontact')}
        description={
          day
            ? draft.recontactOn === null
              ? t('desk.hold.proposed', { day: time.day(day) })
              : time.day(day)
            : t('desk.hold.proposedAfter')
        }
        value={day}
        min={time.today}
        onChange={(recontactOn) => change({ recontactOn })}
        {...errorProp(error('recontactOn'))}
      />
    </>
  );
}

const LENGTHS = [20, 30, 60, 90, 120];

function Appointment({ draft, change, error, enquiry }: Part) {
  const t = useT();
  const time = useTime(enquiry.siteId);
  const interests = useInterests();
  const name = useListName(interests);
  const service = draft.service ?? null;
  return (
    <>
      <WhenInput
        label={t('desk.booking.when')}
        value={draft.startsAt}
        min={time.today}
        quickDays
        onChange={(startsAt) => change({ startsAt })}
        error={error('appointment.startsAt')}
      />
      <div className="booking-length">
        <Choices
          label={t('desk.booking.minutes')}
          options={LENGTHS.map((minutes) => ({ value: String(minutes), label: time.minutes(minutes) }))}
          chosen={[String(draft.minutes)]}
          onChoose={(minutes) => change({ minutes: Number(minutes) })}
        />
        <NumberInput
          w={84}
          aria-label={t('desk.booking.minutes')}
          min={5}
          max={1440}
          step={10}
          value={draft.minutes}
          onChange={(value) => change({ minutes: typeof value === 'number' ? value : 30 })}
          {...errorProp(error('appointment.durationMinutes'))}
        />
      </div>
      <Choices
        label={t('desk.booking.service')}
        options={[
          ...new Set([...enquiry.interests, ...interests.filter((item) => item.active).map(({ code }) => code)]),
        ].map((value) => ({ value, label: name(value) }))}
        chosen={service ? [service] : []}
        onChoose={(value) => change({ service: value })}
        error={error('appointment.serviceCode')}
      />
      <TextInput
        label={t('desk.booking.note')}
        value={draft.bookingNote}
        onChange={(event) => change({ bookingNote: event.currentTarget.value })}
        {...errorProp(error('appointment.note'))}
      />
    </>
  );
}

function CancelledBy({ draft, change, error }: Part) {
  const t = useT();
  return (
    <Choices
      label={t('desk.cancelledBy')}
      options={[
        { value: 'patient', label: t('desk.cancelledBy.patient') },
        { value: 'clinic', label: t('desk.cancelledBy.clinic') },
      ]}
      chosen={[draft.cancelledBy]}
      onChoose={(cancelledBy) => change({ cancelledBy })}
      error={error('cancelledBy')}
      columns={2}
    />
  );
}

function Visit({ draft, change, error, enquiry }: Part) {
  const t = useT();
  return (
    <MomentField
      label={t('desk.visit.when')}
      siteId={enquiry.siteId}
      since={enquiry.receivedAt}
      value={draft.visitAt}
      onChange={(visitAt) => change({ visitAt })}
      error={error('visit.at') ?? error('visit')}
    />
  );
}
