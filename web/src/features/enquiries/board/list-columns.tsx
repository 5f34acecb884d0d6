import type { EnquiryColumn, EnquiryRow } from '@anbu/contract';
import { useInterests, useListName, useSites, useSourceChannels, useTeams, useUserName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { StatusBadge, Sticker, useSexAge, type Column } from '../../../ui/index.ts';
import type { ReactNode } from 'react';
import { AttemptDots } from '../attempt-dots.tsx';
import { PersonCell } from '../person-cell.tsx';
import { useHoldWords, useReason } from '../why.ts';
import { ConsentAct } from '../work/consent.tsx';
import { useActionWords, useDue } from '../words.ts';
import { PickBox } from './pick.tsx';

/** The clock of the first response while nobody has called, else what happens next and why. */
export function NextCell({ row, onCard = false }: { row: EnquiryRow; onCard?: boolean }) {
  const t = useT();
  const time = useTime();
  const due = useDue();
  const actionWords = useActionWords();
  const reason = useReason();
  const holdWords = useHoldWords();
  const action = row.nextAction;
  if (!action)
    return (
      <span className="text-2">
        {row.passDueOn ? t('desk.passOn', { day: time.day(row.passDueOn) }) : t('desk.closed')}
      </span>
    );
  const timing = due(row);
  const waits = (row.status === 'NEW' || row.status === 'WAITING') && row.attempts.length === 0;
  const second =
    row.status === 'HOLD' && row.recontactOn
      ? // A card has room for chips.
        holdWords(onCard ? { holdReasons: [], recontactOn: row.recontactOn } : row)
      : waits
        ? t('desk.firstClock', { length: time.minutes(Math.max(0, (time.now - Date.parse(row.receivedAt)) / 60_000)) })
        : row.booking
          ? t('desk.why.booking', { when: time.when(row.booking.startsAt) })
          : reason(row);
  if (row.contactHold) {
    return (
      <div className="why-cell">
        <span className="clip text-late">{t('desk.contactHold')}</span>
        {onCard ? null : (
          <ConsentAct enquiry={row}>
            {(open) => (
              <button type="button" className="link-act" onClick={open} tabIndex={-1} title={t('desk.contactHold.why')}>
                {t('desk.consent')}
              </button>
            )}
          </ConsentAct>
        )}
      </div>
    );
  }
  return (
    <div className="why-cell">
      <span className={timing.tone ? `clip text-${timing.tone}` : 'clip'}>
        {timing.tone === 'late' ? `${timing.text} · ${t(`enquiries.action.${action.kind}`)}` : actionWords(action)}
      </span>
      <span className="clip text-2">{second}</span>
    </div>
  );
}

export function useListColumns({
  compact,
  chosen,
  picked,
  pickAll,
  onPick,
}: {
  compact: boolean;
  /** In the order in which they stand. */
  chosen: readonly EnquiryColumn[];
  picked: ReadonlySet<string> | null;
  /** The box in the head of the chosen. */
  pickAll: ReactNode;
  /** `range`: with all between the last one and this. */
  onPick: (row: EnquiryRow, range: boolean) => void;
}): readonly Column<EnquiryRow>[] {
  const t = useT();
  const time = useTime();
  const interest = useListName(useInterests());
  const channel = useListName(useSourceChannels());
  const userName = useUserName();
  const teams = useTeams();
  const sites = useSites();
  const sexAge = useSexAge();
  const plain = (id: EnquiryColumn, width: number, cell: (row: EnquiryRow) => ReactNode): Column<EnquiryRow> => ({
    id,
    header: t(`column.${id}`),
    width,
    drop: 0,
    cell: (row) => <span className="clip">{cell(row) || <span className="text-2">–</span>}</span>,
  });
  const columns: (Column<EnquiryRow> & { inCompact?: true })[] = [
    ...(picked
      ? [
          {
            id: 'pick',
            header: t('desk.bulk.pickAll'),
            head: pickAll,
            width: 44,
            cell: (row: EnquiryRow) => <PickBox row={row} picked={picked} onPick={onPick} />,
          },
        ]
      : []),
    {
      id: 'person',
      header: t('desk.col.person'),
      width: compact ? 196 : 228,
      cell: (row) => <PersonCell person={row.person} />,
      inCompact: true,
    },
    {
      id: 'status',
      header: t('common.status'),
      width: t.language === 'en' ? 172 : 150,
      cell: (row) => <StatusBadge status={row.status} />,
      ...(compact ? { drop: 5 } : {}),
      inCompact: true,
    },
    {
      id: 'next',
      header: t('people.next'),
      width: 'auto',
      min: 240,
      cell: (row) => <NextCell row={row} />,
      inCompact: true,
    },
    {
      id: 'tries',
      header: t('desk.col.attempts'),
      width: 110,
      drop: 1,
      cell: (row) => <AttemptDots days={row.unansweredDays} attempts={row.attempts} />,
    },
    {
      id: 'asked',
      header: t('desk.col.asked'),
      width: 180,
      drop: 3,
      cell: (row) => (
        <div className="why-cell">
          <span className="clip">{t.list(row.interests.map(interest)) || '–'}</span>
          <span className="clip text-2">{channel(row.sourceChannel)}</span>
        </div>
      ),
    },
    {
      id: 'received',
      header: t('desk.col.received'),
      width: 108,
      drop: 2,
      cell: (row) => <span className="text-2">{time.ago(row.receivedAt)}</span>,
    },
    {
      id: 'owner',
      header: t('common.owner'),
      width: 104,
      drop: 4,
      cell: (row) => (
        <span className="clip">{userName(row.ownerId) ?? <span className="text-2">{t('common.nobody')}</span>}</span>
      ),
    },
    plain('number', 96, (row) => row.person.number),
    plain('sexAge', 84, (row) => sexAge(row.person, time.today)),
    plain('birthDate', 108, (row) => row.person.birthDate),
    plain('patientKind', 88, (row) => t(`enquiries.patientKind.${row.patientKind}`)),
    plain('since', 108, (row) => time.ago(row.statusSince)),
    plain('due', 124, (row) => row.nextAction && time.when(row.nextAction.dueAt)),
    plain('likelihood', 92, (row) => row.likelihood && t(`enquiries.likelihood.${row.likelihood}`)),
    plain('hold', 168, (row) => t.list(row.holdReasons.map((reason) => t(`enquiries.hold.${reason}`)))),
    plain('booking', 132, (row) => row.booking && time.when(row.booking.startsAt)),
    plain('contact', 108, (row) => row.lastContactAt && time.ago(row.lastContactAt)),
    plain('campaign', 132, (row) => row.campaign),
    plain('team', 108, (row) => teams.find(({ id }) => id === row.team)?.name),
    plain('site', 108, (row) => sites.find(({ id }) => id === row.siteId)?.name),
    plain('marks', 140, (row) =>
      t.list([
        ...(row.unreachable ? [t('filters.unreachable.true')] : []),
        ...(row.contactHold ? [t('filters.contactHold.true')] : []),
      ]),
    ),
    {
      ...plain('stickers', 160, () => null),
      cell: (row) => (
        <span className="sticker-row">
          {row.person.stickers.map((sticker) => (
            <Sticker key={sticker.code} sticker={sticker} />
          ))}
        </span>
      ),
    },
  ];
  if (compact) return columns.filter((column) => column.inCompact);
  const byId = new Map(columns.map((column) => [column.id, column]));
  return ['pick', ...chosen].flatMap((id) => byId.get(id) ?? []);
}
