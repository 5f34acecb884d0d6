import type { Tx } from '../../../platform/db/index.ts';
import { listItemsOf } from '../../enquiries/index.ts';
import { listMembers, listPlaces } from '../../identity/index.ts';
import { listStickers } from '../../people/index.ts';
import type { There } from '../view-issues.ts';

/** Colleagues who work here, teams, sites, and codes in use: what the values of a view may name. */
export async function valuesThatAreThere(tx: Tx): Promise<There> {
  const active = (items: readonly { code: string; active: boolean }[]) =>
    new Set(items.filter((item) => item.active).map(({ code }) => code));
  const { teams, sites } = await listPlaces(tx);
  return {
    user: new Set((await listMembers(tx)).filter((member) => member.active).map(({ id }) => id)),
    team: new Set(teams.map(({ id }) => id)),
    site: new Set(sites.map(({ id }) => id)),
    channel: active(await listItemsOf(tx, 'source_channel')),
    interest: active(await listItemsOf(tx, 'interest')),
    sticker: active(await listStickers(tx)),
  };
}
