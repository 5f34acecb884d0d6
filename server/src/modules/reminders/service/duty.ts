import { siteCalendar } from '../../identity/index.ts';
import { dutiesAt } from '../../roster/index.ts';
import { isWorkingTime } from '../rules.ts';
import type { OnDuty } from './deps.ts';

/** By the roster; where it says nothing of her day, by the opening hours of the site. */
export const byRoster: OnDuty = async (tx, userId, siteId) => {
  const state = (await dutiesAt(tx, [userId], tx.now)).get(userId)?.state ?? 'unplanned';
  return state === 'unplanned' ? isWorkingTime(await siteCalendar(tx, siteId), tx.now) : state === 'on';
};
