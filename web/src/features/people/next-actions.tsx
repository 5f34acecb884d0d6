import { Button } from '@mantine/core';
import { CalendarPlus, Clock, Phone } from 'lucide-react';
import { useState } from 'react';
import type { EnquiryRow } from '@anbu/contract';
import { useCan, useInterests, useListName, useSourceChannels, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { isClosedStatus, StatusBadge } from '../../ui/index.ts';
import { AttemptDots } from '../enquiries/attempt-dots.tsx';
import { HoldWords } from '../enquiries/hold-words.tsx';
import { HoldBar } from '../enquiries/work/consent.tsx';
import { SnoozeDialog } from '../enquiries/work/snooze-dialog.tsx';
import type { Intent } from '../enquiries/work/use-work.ts';
import { useReason } from '../enquiries/why.ts';
import { useActionWords, useDue } from '../enquiries/words.ts';

type Open = (row: EnquiryRow, intent: Intent | undefined) => void;

/** Right column: for each open enquiry the one next thing, then what is booked, then what was before. */
export function NextActions({ rows, onOpen }: { rows: readonly EnquiryRow[]; onOpen: Open }) {
  const t = useT();
  const open = rows.filter((row) => !isClosedStatus(row.status) || row.passDueOn !== null);
  const closed = rows.filter((row) => !open.includes(row));
  return (
    <>
      {open.map((row, index) => (
        <NextCard key={row.id} row={row} onOpen={onOpen} primary={index === 0} />
      ))}
      {open.length === 0 ? <Nothing /> : null}
      <Bookings rows={rows} />
      {closed.length > 0 ? (
        <section className="panel panel-body" aria-label={t('people.earlier')}>
          <h2>{t('people.earlier')}</h2>
          <ul className="earlier">
            {closed.map((row) => (
              <li key={row.id}>
                <Earlier row={row} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Nothing() {
  const t = useT();
  return (
    <section className="panel panel-body">
      <h2>{t('people.next')}</h2>
      <p className="text-2">{t('people.next.none')}</p>
    </section>
  );
}

function NextCard({ row, onOpen, primary }: { row: EnquiryRow; onOpen: Open; primary: boolean }) {
  const t = useT();
  const can = useCan();
  const due = useDue();
  const reason = useReason();
  const actionWords = useActionWords();
  const interest = useListName(useInterests());
  const userName = useUserName();
  const [snoozing, setSnoozing] = useState(false);
  const action = row.nextAction;
  const timing = due(row);
  const works = can('enquiries.work');
  return (
    <section className={`next-card${timing.tone ? ` is-${timing.tone}` : ''}`} aria-label={t('people.next')}>
      <div className="next-top">
        <span className="next-label">{t('people.next')}</span>
        <StatusBadge status={row.status} />
      </div>
      <button type="button" className="next-title" onClick={() => onOpen(row, undefined)}>
        {action ? actionWords(action) : t('desk.act.PASS')}
      </button>
      {timing.tone ? <span className={`text-${timing.tone}`}>{timing.text}</span> : null}
      {action ? <p className="text-2">{reason(row)}</p> : null}
      <HoldWords row={row} />
      <HoldBar enquiry={row} />
      <p className="text-2 next-facts">
        <AttemptDots days={row.unansweredDays} attempts={row.attempts} />
        {[t.list(row.interests.map(interest)), userName(row.ownerId) ?? t('common.nobody')].filter(Boolean).join(' · ')}
      </p>
      {works ? (
        <div className="next-acts">
          {row.contactHold ? null : (
            <Button
              variant={primary ? 'filled' : 'light'}
              leftSection={<Phone size={16} aria-hidden />}
              onClick={() => onOpen(row, 'call')}
            >
              {t('people.next.call')}
            </Button>
          )}
          {action && action.kind !== 'CHECK_ARRIVAL' ? (
            <Button variant="default" leftSection={<Clock size={15} aria-hidden />} onClick={() => setSnoozing(true)}>
              {t('desk.snooze')}
            </Button>
          ) : null}
          {row.allowedTransitions.includes('BOOKED') ? (
            <Button
              variant="default"
              leftSection={<CalendarPlus size={15} aria-hidden />}
              onClick={() => onOpen(row, 'book')}
            >
              {t('desk.key.book')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {snoozing ? <SnoozeDialog row={row} onClose={() => setSnoozing(false)} /> : null}
    </section>
  );
}

function Bookings({ rows }: { rows: readonly EnquiryRow[] }) {
  const t = useT();
  const time = useTime();
  const interest = useListName(useInterests());
  const booked = rows.flatMap((row) => (row.booking ? [row.booking] : []));
  if (booked.length === 0) return null;
  return (
    <section className="panel panel-body" aria-label={t('people.bookings')}>
      <h2>{t('people.bookings')}</h2>
      <ul className="earlier">
        {booked.map((booking) => (
          <li key={booking.id}>
            <strong>{time.when(booking.startsAt)}</strong>
            <div className="text-2">
              {[interest(booking.serviceCode), time.minutes(booking.durationMinutes), booking.note]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Earlier({ row, onOpen }: { row: EnquiryRow; onOpen: Open }) {
  const t = useT();
  const time = useTime();
  const interest = useListName(useInterests());
  const channel = useListName(useSourceChannels());
  return (
    <button type="button" className="earlier-row" onClick={() => onOpen(row, undefined)}>
      <span>
        {time.day(time.dayOf(row.receivedAt))} · {t.list(row.interests.map(interest)) || channel(row.sourceChannel)}
      </span>
      <StatusBadge status={row.status} />
    </button>
  );
}
