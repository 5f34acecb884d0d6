import { ROLE_PERMISSIONS, type Load, type LoadPage } from '@anbu/contract';
import type { z } from 'zod';
import { addDays } from '../../../kernel/calendar-day.ts';
import { MINUTE } from '../../../kernel/instant.ts';
import { openPieces } from '../../../kernel/opening-hours.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { currentPresets, sitePractice } from '../../enquiries/index.ts';
import { defaultSite, listMembers } from '../../identity/index.ts';
import { awayOf, minutesPlanned } from '../../roster/index.ts';
import { loadOf, minutesOfWork } from '../load-rules.ts';
import { listOwnedWork } from '../store/load-store.ts';

/**
 * Today's work of each who works enquiries against her time, the fullest first: who assigns sees everybody, others themselves. Time is that of the
 * roster, else the opening hours of the site that is meant where none is named. Spec: product A20.
 */
export async function loadToday(tx: Tx): Promise<z.input<typeof LoadPage>> {
  const site = await defaultSite(tx);
  const day = dayOf(site.timeZone, tx.now);
  const preset = (await currentPresets(tx)).load;
  const seesAll = may(tx.actor, 'enquiries.assign');
  const members = (await listMembers(tx)).filter(
    ({ id, active, role }) =>
      active && ROLE_PERMISSIONS[role].includes('enquiries.work') && (seesAll || id === tx.actor.userId),
  );
  const ids = members.map(({ id }) => id);
  const work = Map.groupBy(await listOwnedWork(tx, instantAt(site.timeZone, addDays(day, 1), 0)), (one) => one.ownerId);
  const planned = await minutesPlanned(tx, ids, day);
  const away = await awayOf(tx, ids, tx.now);
  const open = openPieces(await sitePractice(tx, site.id), day);
  const opening = open.reduce((sum, { from, to }) => sum + Math.round((to - from) / MINUTE), 0);
  const items = members.map(({ id, name }): z.input<typeof Load> => {
    const own = work.get(id) ?? [];
    const minutes = minutesOfWork(own, preset);
    const rostered = planned.get(id);
    const hours = away.has(id) ? 'away' : rostered === undefined ? 'opening' : 'roster';
    const onDutyMinutes = hours === 'away' ? 0 : (rostered ?? opening);
    return {
      userId: id,
      name,
      due: own.reduce((sum, { count }) => sum + count, 0),
      late: own.reduce((sum, { late }) => sum + late, 0),
      minutes,
      hours,
      onDutyMinutes,
      ...loadOf(minutes, onDutyMinutes, preset.plannedPercent),
    };
  });
  const fullness = ({ percent, minutes }: z.input<typeof Load>) => percent ?? (minutes > 0 ? Infinity : -1);
  return {
    items: items.toSorted((a, b) => fullness(b) - fullness(a) || a.name.localeCompare(b.name)),
    nextCursor: null,
    day,
    plannedPercent: preset.plannedPercent,
  };
}
