import type { Names } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { at, sql, type Tx } from '../../platform/db/index.ts';
import type { StickerPreset } from './vocabulary.ts';

export type StickerRow = {
  readonly code: string;
  readonly names: Names;
  readonly colour: string;
  readonly active: boolean;
};

/** What the organisation has changed stays. */
export async function insertStickers(tx: Tx, stickers: readonly StickerPreset[]): Promise<void> {
  await tx.run(sql`
    insert into people.sticker (org_id, code, names, colour, position)
    select ${tx.orgId}, code, names::jsonb, colour, ordinal
    from unnest(
      ${stickers.map((sticker) => sticker.code)}::text[], ${stickers.map((sticker) => JSON.stringify(sticker.names))}::text[],
      ${stickers.map((sticker) => sticker.colour)}::text[]
    ) with ordinality as preset (code, names, colour, ordinal)
    on conflict (org_id, code) do nothing`);
}

export function listStickers(tx: Tx): Promise<StickerRow[]> {
  return tx.rows(sql<StickerRow>`
    select code, names, colour, active from people.sticker where org_id = ${tx.orgId} order by position, code`);
}

/** In the order of the organisation's list. */
export function listPersonStickers(
  tx: Tx,
  personIds: readonly Id[],
): Promise<(StickerRow & { readonly personId: Id })[]> {
  return tx.rows(sql<StickerRow & { readonly personId: Id }>`
    select held.person_id as "personId", sticker.code, sticker.names, sticker.colour, sticker.active
    from people.person_sticker as held
    join people.sticker as sticker on sticker.org_id = ${tx.orgId} and sticker.code = held.code
    where held.org_id = ${tx.orgId} and held.person_id = any(${personIds}::uuid[])
    order by held.person_id, sticker.position, sticker.code`);
}

/** Those held already keep who set them and when. */
export async function updatePersonStickers(tx: Tx, personId: Id, codes: readonly string[]): Promise<void> {
  await tx.run(sql`
    delete from people.person_sticker
    where org_id = ${tx.orgId} and person_id = ${personId} and not (code = any(${codes}::text[]))`);
  await tx.run(sql`
    insert into people.person_sticker (org_id, person_id, code, set_by, set_at)
    select ${tx.orgId}, ${personId}, code, ${tx.actor.userId}::uuid, ${at(tx.now)}
    from unnest(${codes}::text[]) as given (code)
    on conflict (org_id, person_id, code) do nothing`);
}
