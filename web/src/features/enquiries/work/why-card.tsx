import { Button } from '@mantine/core';
import { CalendarCheck, Clock, UserRound } from 'lucide-react';
import type { Enquiry } from '@anbu/contract';
import { useInterests, useListName, useSourceChannels, useTeams, useUserName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { Kbd } from '../../../ui/index.ts';
import { AttemptDots } from '../attempt-dots.tsx';
import { useActionWords, useDue, usePriorityWords } from '../words.ts';

/** What to do, when, why now, and what the person once asked. */
export function WhyCard({
  enquiry,
  onSnooze,
  onAssign,
  canWork,
}: {
  enquiry: Enquiry;
  onSnooze: () => void;
  onAssign: () => void;
  canWork: boolean;
}) {
  const t = useT();
  const due = useDue();
  const actionWords = useActionWords();
  const priority = usePriorityWords();
  const userName = useUserName();
  const teams = useTeams();
  const action = enquiry.nextAction;
  const timing = action ? due(action) : null;
  const owner =
    userName(enquiry.ownerId) ??
    (enquiry.team ? teams.find((team) => team.id === enquiry.team)?.name : null) ??
    t('common.nobody');
  return (
    <section className={`why${timing?.tone ? ` is-${timing.tone}` : ''}`} aria-label={t('desk.why')}>
      <div className="why-top">
        <strong>{action ? actionWords(action) : t('desk.told.closed')}</strong>
        {timing?.tone ? (
          <span className={timing.tone === 'late' ? 'text-late' : 'text-soon'}>{timing.text}</span>
        ) : null}
      </div>
      {action ? <p>{action.reason.text}</p> : null}
      <p className="why-parts">
        <AttemptDots days={enquiry.unansweredDays} attempts={enquiry.attempts} />
        {priority.all(enquiry.priority).map((part) => (
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
            onClick={onAssign}
          >
            {owner}
          </Button>
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
  const { booking } = enquiry;
  return (
    <>
      {enquiry.text ? <blockquote className="asked">{enquiry.text}</blockquote> : null}
      <p className="text-2 asked-facts">
        {[
          time.ago(enquiry.receivedAt),
          channel(enquiry.sourceChannel),
          enquiry.interests.map(interest).join(', '),
          t(`enquiries.patientKind.${enquiry.patientKind}`),
          enquiry.likelihood ? `${t('enquiries.likelihood')} ${t(`enquiries.likelihood.${enquiry.likelihood}`)}` : '',
          enquiry.holdReasons.map((reason) => t(`enquiries.hold.${reason}`)).join(', '),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
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
      {enquiry.contactHold ? <p className="text-late asked-facts">{t('desk.contactHold')}</p> : null}
    </>
  );
}
