import type { Jurisdiction, PlaceDefault, PlaceDefaultInput } from '@anbu/contract';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { isTimeZone } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { countryOf, defaultSite } from '../../identity/index.ts';
import { homeOf, type Home } from '../rules/place.ts';
import { findPlaceDefault, insertPlaceDefault } from '../store/place-store.ts';
import { namesOf } from './names.ts';

/** Where somebody is of whom nothing is known. */
export async function loadHome(tx: Tx): Promise<Home> {
  return homeOf(await siteHome(tx), await findPlaceDefault(tx));
}

async function siteHome(tx: Tx): Promise<{ readonly country: Jurisdiction; readonly timeZone: string }> {
  const site = await defaultSite(tx);
  return { country: countryOf(site), timeZone: site.timeZone };
}

/** Whose law and clock hold where nothing is known of somebody, as it was said and as it holds now; who changed it last. */
export async function placeDefault(tx: Tx): Promise<PlaceDefault> {
  const row = await findPlaceDefault(tx);
  const home = homeOf(await siteHome(tx), row);
  const names = await namesOf(tx, [row?.changedBy ?? null]);
  return {
    jurisdiction: row?.jurisdiction ?? null,
    timeZone: row?.timeZone ?? null,
    byNumber: home.byNumber,
    now: { jurisdiction: home.country, timeZone: home.timeZone },
    revision: row?.revision ?? 0,
    reason: row?.reason ?? null,
    changedByName: names.get(row?.changedBy ?? '') ?? null,
    changedAt: row ? formatInstant(row.changedAt) : null,
  };
}

/** Refuses on `timeZone` identity.time_zone_unknown, and request.stale { version } 409 where somebody changed it since. */
export async function changePlaceDefault(tx: Tx, input: PlaceDefaultInput): Promise<Outcome<PlaceDefault>> {
  const { jurisdiction, timeZone, byNumber, reason } = input;
  if (timeZone !== null && !isTimeZone(timeZone)) return refuseAt('timeZone', 'identity.time_zone_unknown');
  const before = await findPlaceDefault(tx);
  const stale = refuse('request.stale', { version: before?.revision ?? 0 }, 409);
  if (input.revision !== (before?.revision ?? 0)) return stale;
  const revision = input.revision + 1;
  if (!(await insertPlaceDefault(tx, { revision, jurisdiction, timeZone, byNumber, reason }))) return stale;
  tx.audit({
    action: 'consents.rule_changed',
    entity: 'place_default',
    changes: {
      jurisdiction: [before?.jurisdiction ?? null, jurisdiction],
      timeZone: [before?.timeZone ?? null, timeZone],
      byNumber: [before?.byNumber ?? true, byNumber],
    },
    reason,
  });
  tx.emit({ type: 'consents.rules_changed', payload: { code: 'place', revision } });
  return ok(await placeDefault(tx));
}
