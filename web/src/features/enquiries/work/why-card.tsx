import { Button } from '@mantine/core';
import { CalendarCheck, Clock, UserRound } from 'lucide-react';
import type { Enquiry } from '@anbu/contract';
import { useInterests, useListName, useSourceChannels, useTeams, useUserName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { Kbd } from '../../../ui/index.ts';
import { AttemptDots } from '../attempt-dots.tsx';
import { useReason } from '../why.ts';
import { useActionWords, useDue, usePriorityWords } from '../words.ts';

/** What to do, when, why now, and what the person once asked. */
export function WhyCard({
  enquiry,
  onSnooze,
  onAssign,
  whyNotAssign,
  onOwn,
  canWork,
}: {
  enquiry: Enquiry;
  onSnooze: () => void;
  onAssign: () => void;
  whyNotAssign?: string | undefined;
  /** Only of what is offered to all and not the reader's. */
  onOwn?: (() => void) | undefined;
  canWork: boolean;
}) {
  const t = useT();
  const time = useTime();
  const due = useDue();
  const reason = useReason();
  const actionWords = useActionWords();
  const priority = usePriorityWords();
  const userName = useUserName();
  const teams = useTeams();
  const { nextAction: action, passDueOn } = enquiry;
  const timing = due(enquiry);
  const owner =
    userName(enquiry.ownerId) ??
    (enquiry.team ? teams.find((team) => team.id === enquiry.team)?.name : null) ??
    t('common.nobody');
  return (
    <section className={`why${timing.tone ? ` is-${timing.tone}` : ''}`} aria-label={t('desk.why')}>
      <div className="why-top">
        <strong>
          {action
            ? actionWords(action)
            : passDueOn
              ? t('desk.passOn', { day: time.day(passDueOn) })
              : t('desk.told.closed')}
        </strong>
        {timing.tone ? <span className={timing.tone === 'late' ? 'text-late' : 'text-soon'}>{timing.text}</span> : null}
      </div>
      {action ? <p>{reason(enquiry)}</p> : null}
      <p className="why-parts">
        <AttemptDots days={enquiry.unansweredDays} attempts={enquiry.attempts} />
        {priority(enquiry.priority).map((part) => (
          <span key={part.code} className="why-part">
            {part.text}
          </span>
        ))}
      </p>
      <Asked enquiry={enquiry} />
      {canWork ? (
        <div className="why-acts">
          <Button
            size="xs"
            variant="default"
            leftSection={<Clock size={14} aria-hidden />}
            rightSection={<Kbd keys="Z" />}
            disabled={!action || action.kind === 'CHECK_ARRIVAL'}
            title={
              action
                ? action.kind === 'CHECK_ARRIVAL'
                  ? t('enquiries.action_fixed')
                  : undefined
                : t('desk.told.closed')
            }
            onClick={onSnooze}
          >
            {t('desk.snooze')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<UserRound size={14} aria-hidden />}
            rightSection={<Kbd keys="A" />}
            disabled={whyNotAssign !== undefined}
            title={whyNotAssign}
            onClick={onAssign}
          >
            {owner}
          </Button>
          {onOwn ? (
            <Button size="xs" variant="light" onClick={onOwn} title={t('desk.pool.title')}>
              {t('desk.own')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function Asked({ enquiry }: { enquiry: Enquiry }) {
  const t = useT();
  const time = useTime(enquiry.siteId);
  const interest = useListName(useInterests());
  const channel = useListName(useSourceChannels());
  const { booking, likelihood, recontactOn, status } = enquiry;
  const reasons = status === 'HOLD' ? enquiry.holdReasons.map((reason) => t(`enquiries.hold.${reason}`)) : [];
  const hesitation = [
    reasons.length > 0 ? t('desk.hold.because', { reasons }) : '',
    status === 'HOLD' && recontactOn ? t('desk.hold.recontactOn', { day: time.day(recontactOn) }) : '',
    likelihood ? t('enquiries.priority.likelihood', { likelihood }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <>
      {enquiry.text ? <blockquote className="asked">{enquiry.text}</blockquote> : null}
      <p className="text-2 asked-facts">
        {[
          t('desk.why.since', { ago: time.ago(enquiry.receivedAt) }),
          channel(enquiry.sourceChannel),
          t.list(enquiry.interests.map(interest)),
          t(`enquiries.patientKind.${enquiry.patientKind}`),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {hesitation ? <p className="text-2 asked-facts">{hesitation}</p> : null}
      {enquiry.parties.map((party, index) => (
        <p className="text-2 asked-facts" key={index}>
          {t(`enquiries.party.${party.role}`)}: {party.name ?? t('common.noName')} (
          {t(`enquiries.relation.${party.relation}`)}) {party.phone}
          {party.mayBeTold ? '' : ` · ${t('desk.party.notTold')}`}
        </p>
      ))}
      {booking ? (
        <p className="asked-booking">
          <CalendarCheck size={15} aria-hidden /> {time.when(booking.startsAt)} · {interest(booking.serviceCode)} ·{' '}
          {time.minutes(booking.durationMinutes)}
          {booking.note ? ` · ${booking.note}` : ''}
        </p>
      ) : null}
    </>
  );
}
