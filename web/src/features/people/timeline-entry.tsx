import {
  ArrowRightLeft,
  CalendarCheck,
  DoorOpen,
  Inbox,
  MessageSquare,
  Phone,
  StickyNote,
  Undo2,
  UserRound,
  UserRoundCheck,
  type LucideIcon,
} from 'lucide-react';
import type { TimelineEntry } from '@anbu/contract';
import { useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { FamilyBadge } from '../../ui/index.ts';
import { ReturnedWords } from '../channels/returned-words.tsx';
import { messageOf, wentOut, type Became } from '../channels/use-message-states.ts';
import { STATE_FAMILY } from '../channels/words.ts';

const LOOK: Record<TimelineEntry['kind'], { icon: LucideIcon; family: string }> = {
  enquiry: { icon: Inbox, family: 'new' },
  call: { icon: Phone, family: 'aftercare' },
  status: { icon: ArrowRightLeft, family: 'unconnected' },
  booking: { icon: CalendarCheck, family: 'booked' },
  visit: { icon: DoorOpen, family: 'booked' },
  message: { icon: MessageSquare, family: 'promise' },
  memo: { icon: StickyNote, family: 'hold' },
  person: { icon: UserRound, family: 'hold' },
  assignment: { icon: UserRoundCheck, family: 'hold' },
  correction: { icon: Undo2, family: 'complaint' },
};

/** One thing that happened. What was taken back stays, struck through. */
export function Entry({
  entry,
  became,
  onMessage,
}: {
  entry: TimelineEntry;
  became?: Became | undefined;
  /** Opens the message that it tells of. */
  onMessage?: ((id: string) => void) | undefined;
}) {
  const t = useT();
  const time = useTime();
  const userName = useUserName();
  // Written by the person, and by nobody of us.
  const received = entry.code.startsWith('timeline.incoming');
  const { code, params } = entry;
  const messageId = messageOf(entry);
  const { icon, family } = LOOK[entry.kind];
  const Icon = received ? Inbox : icon;
  return (
    <li className={entry.voided ? 'entry is-voided' : 'entry'}>
      <span className="entry-icon" style={{ ['--family' as string]: `var(--family-${family})` }} aria-hidden>
        <Icon size={14} strokeWidth={2} />
      </span>
      <div className="entry-body">
        <div className="entry-top">
          <strong>{entry.voided ? <s>{entry.title}</s> : entry.title}</strong>
          {became && wentOut(entry) ? (
            <FamilyBadge family={STATE_FAMILY[became.state]}>{t(`channels.state.${became.state}`)}</FamilyBadge>
          ) : null}
          {became?.practice && wentOut(entry) ? (
            <FamilyBadge family="unconnected">{t('channels.practice.mark')}</FamilyBadge>
          ) : null}
          {entry.voided ? <span className="text-late">{t('desk.history.voided')}</span> : null}
          <span className="text-2 entry-when">
            <time dateTime={entry.at}>{time.when(entry.at)}</time>
            {received ? null : ` · ${userName(entry.actorId) ?? t('people.timeline.system')}`}
          </span>
        </div>
        {entry.text ? <p>{entry.text}</p> : null}
        {became?.why && !wentOut(entry) ? <p className="text-late">{became.why.text}</p> : null}
        {messageId && code === 'timeline.message_failed' && params['messageChannel'] === 'email' ? (
          <ReturnedWords messageId={messageId} />
        ) : null}
        {messageId && onMessage ? (
          <button type="button" className="number-button" onClick={() => onMessage(messageId)}>
            {t('messages.look')}
          </button>
        ) : null}
      </div>
    </li>
  );
}
