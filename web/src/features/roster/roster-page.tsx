import './roster.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Copy, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import { CopyWeekResult, Roster, type Absence, type RosterMember } from '@anbu/contract';
import { api, keys, useAct, useCan, useMe, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/index.ts';
import { addDays } from '../../ui/calendar-days.ts';
import { HandOverDialog } from '../enquiries/hand-over/hand-over-dialog.tsx';
import { RecentHandOvers } from '../enquiries/hand-over/recent-hand-overs.tsx';
import { Panel, SettingsPage } from '../settings/parts.tsx';
import { AbsenceDialog } from './absence-dialog.tsx';
import { AbsencePanel } from './absence-panel.tsx';
import { DayDialog } from './day-dialog.tsx';
import { LanguagesDialog } from './languages-dialog.tsx';
import { WeekTable } from './week-table.tsx';
import { mondayOf } from './weeks.ts';

type Open =
  | { kind: 'day'; member: RosterMember; day: string }
  | { kind: 'languages'; member: RosterMember }
  | { kind: 'absence'; absence: Absence | null }
  | { kind: 'hand-over'; absence: Absence };

/** Who works when, week by week, and who is away. */
export function RosterPage() {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const can = useCan();
  const userName = useUserName();
  const writes = can('settings.write');
  const thisWeek = mondayOf(time.today);
  const [asked, setAsked] = useState<string | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const from = asked ?? thisWeek;
  const roster = useQuery({
    queryKey: keys.roster.week(from),
    queryFn: ({ signal }) => api.get('/roster', Roster, { query: { from, days: 7 }, signal }),
  });
  const copy = useAct({
    run: (to: string, key) =>
      api.post('/roster/copy-week', CopyWeekResult, { from: addDays(to, -7), to }, { idempotencyKey: key }),
    refresh: [keys.roster.all],
    onDone: ({ days }) => void notifications.show({ message: t('roster.copied', { days }), autoClose: 4000 }),
  });
  const members = roster.data?.members ?? [];
  const count = (state: RosterMember['now']) => members.filter(({ now }) => now === state).length;
  const close = () => setOpen(null);
  return (
    <SettingsPage
      title={t('settings.roster')}
      sub={t('settings.roster.sub')}
      wide
      primary={
        <Button
          leftSection={<UserMinus size={16} aria-hidden />}
          onClick={() => setOpen({ kind: 'absence', absence: null })}
        >
          {t('roster.absence.add')}
        </Button>
      }
    >
      {roster.error ? <ErrorState error={roster.error} onRetry={() => void roster.refetch()} /> : null}
      <AbsencePanel
        onEdit={(absence) => setOpen({ kind: 'absence', absence })}
        onHandOver={(absence) => setOpen({ kind: 'hand-over', absence })}
      />
      <Panel title={t('roster.week')}>
        <div className="roster-head">
          <div className="roster-weeks" role="group" aria-label={t('roster.week')}>
            <Button
              variant="default"
              size="xs"
              aria-label={t('roster.previousWeek')}
              onClick={() => setAsked(addDays(from, -7))}
            >
              <ChevronLeft size={16} aria-hidden />
            </Button>
            <strong aria-live="polite">
              {t('roster.weekOf', { from: time.shortDay(from), to: time.shortDay(addDays(from, 6)) })}
            </strong>
            <Button
              variant="default"
              size="xs"
              aria-label={t('roster.nextWeek')}
              onClick={() => setAsked(addDays(from, 7))}
            >
              <ChevronRight size={16} aria-hidden />
            </Button>
            {from === thisWeek ? null : (
              <Button variant="subtle" size="xs" onClick={() => setAsked(null)}>
                {t('roster.thisWeek')}
              </Button>
            )}
          </div>
          <span className="text-2">
            {t('roster.nowOn', { count: count('on') })} · {t('roster.nowAway', { count: count('absent') })}
          </span>
          {writes ? (
            <Button
              variant="default"
              size="xs"
              leftSection={<Copy size={14} aria-hidden />}
              loading={copy.isPending}
              onClick={() => copy.mutate(from)}
            >
              {t('roster.copyLastWeek')}
            </Button>
          ) : null}
        </div>
        {roster.isPending ? <LoadingRows rows={5} /> : null}
        {roster.data && members.length === 0 ? (
          <EmptyState icon={<UserMinus size={22} />} title={t('roster.empty')} body={t('roster.emptyBody')} />
        ) : null}
        {members.length > 0 ? (
          <WeekTable
            members={members.toSorted((a, b) => Number(b.userId === me.userId) - Number(a.userId === me.userId))}
            absences={roster.data?.absences ?? []}
            writes={writes}
            onDay={(member, day) => setOpen({ kind: 'day', member, day })}
            onMember={(member) => setOpen({ kind: 'languages', member })}
          />
        ) : null}
      </Panel>
      {can('enquiries.work') ? (
        <Panel title={t('desk.handOver.recent')}>
          <RecentHandOvers />
        </Panel>
      ) : null}
      {open?.kind === 'day' ? <DayDialog member={open.member} day={open.day} monday={from} onClose={close} /> : null}
      {open?.kind === 'languages' ? <LanguagesDialog member={open.member} onClose={close} /> : null}
      {open?.kind === 'absence' ? (
        <AbsenceDialog
          absence={open.absence}
          onClose={close}
          {...(open.absence === null && can('enquiries.work')
            ? { onMarked: (absence) => setOpen({ kind: 'hand-over', absence }) }
            : {})}
        />
      ) : null}
      {open?.kind === 'hand-over' ? (
        <HandOverDialog
          title={t('desk.handOver.titleOf', { name: userName(open.absence.userId) ?? '' })}
          what={{ ownerId: open.absence.userId }}
          absence={open.absence}
          except={open.absence.userId}
          onClose={close}
        />
      ) : null}
    </SettingsPage>
  );
}
