import type { Absence, RosterDay, RosterMember } from '@anbu/contract';
import { useSites, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { startOfDay } from '../../i18n/time-wording.ts';
import { LanguageName } from '../../ui/index.ts';

type Props = {
  members: readonly RosterMember[];
  absences: readonly Absence[];
  writes: boolean;
  onDay: (member: RosterMember, day: string) => void;
  onMember: (member: RosterMember) => void;
};

/** One line a colleague, one column a day. A phone shows each colleague's days below her name. */
export function WeekTable({ members, absences, writes, onDay, onMember }: Props) {
  const t = useT();
  const time = useTime();
  const userName = useUserName();
  const sites = useSites();
  const days = members[0]?.days.map(({ day }) => day) ?? [];
  const shiftWords = (day: RosterDay) =>
    day.shifts.length === 0
      ? t(day.planned === 'none' ? 'roster.none' : 'roster.off')
      : day.shifts
          .map(({ siteId, from, to }) => {
            const hours = t('roster.range', { from, to });
            const site = sites.length > 1 ? sites.find(({ id }) => id === siteId)?.name : undefined;
            return site ? `${hours} ${site}` : hours;
          })
          .join(', ');
  const isAway = (userId: string, day: string) => {
    const [from, to] = [Date.parse(startOfDay(day, time.zone)), Date.parse(startOfDay(day, time.zone, 1))];
    return absences.some(
      (absence) =>
        absence.userId === userId &&
        Date.parse(absence.from) < to &&
        (absence.to === null || Date.parse(absence.to) > from),
    );
  };
  return (
    <table className="roster-table">
      <thead>
        <tr>
          <th scope="col">{t('roster.member')}</th>
          {days.map((day) => (
            <th scope="col" key={day} className={day === time.today ? 'is-today' : undefined}>
              {time.weekday(day)} <span>{day.slice(8)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => {
          const name = userName(member.userId) ?? '';
          return (
            <tr key={member.userId}>
              <th scope="row">
                <span className={`duty duty-${member.now}`} title={t(`roster.state.${member.now}`)}>
                  <span className="visually-hidden">{t(`roster.state.${member.now}`)}</span>
                </span>
                {writes ? (
                  <button type="button" className="roster-name" onClick={() => onMember(member)}>
                    {name} <span className="visually-hidden">{t('roster.languages')}</span>
                  </button>
                ) : (
                  name
                )}
                {member.languages.length > 0 ? (
                  <span className="text-2 roster-languages">
                    {member.languages.map((language) => (
                      <LanguageName key={language} language={language} />
                    ))}
                  </span>
                ) : null}
              </th>
              {member.days.map((day) => {
                const away = isAway(member.userId, day.day);
                const words = shiftWords(day);
                const className = `roster-cell is-${day.planned}${away ? ' is-away' : ''}${day.shifts.length === 0 ? ' is-free' : ''}`;
                const content = (
                  <>
                    <span className="visually-hidden">{t('roster.cell', { name, day: time.day(day.day) })}</span>
                    <span className="roster-day" aria-hidden>
                      {time.weekday(day.day)} {day.day.slice(8)}
                    </span>
                    {away ? <span className="roster-away">{t('roster.away')}</span> : null}
                    <span className={away ? 'is-struck' : undefined}>{words}</span>
                  </>
                );
                return (
                  <td key={day.day}>
                    {writes ? (
                      <button
                        type="button"
                        className={className}
                        title={day.planned === 'own' ? t('roster.own') : undefined}
                        onClick={() => onDay(member, day.day)}
                      >
                        {content}
                      </button>
                    ) : (
                      <span className={className}>{content}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
