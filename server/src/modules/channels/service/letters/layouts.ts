import type { LetterLayout, LetterLayoutInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../../kernel/outcome.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { allSites, findSite } from '../../../identity/index.ts';
import { STANDARD_LAYOUT } from '../../rules/letter-page.ts';
import { listLayouts, upsertLayout } from '../../store/letter-batch-store.ts';

type View = z.input<typeof LetterLayout>;
const PAGE_MM = 210;

/** Of each site, as it set it or as shipped. */
export async function layouts(tx: Tx): Promise<View[]> {
  const rows = new Map((await listLayouts(tx)).map((row) => [row.siteId, row]));
  return (await allSites(tx)).map(({ id, name }) => {
    const row = rows.get(id) ?? { ...STANDARD_LAYOUT, senderLines: [name], siteId: id, version: 0 };
    return { ...row, senderLines: [...row.senderLines], siteName: name };
  });
}

/** Refuses 404, request.stale { version } 409, by field `widthMm` channels.window_over_edge. */
export async function changeLayout(tx: Tx, siteId: Id, input: LetterLayoutInput): Promise<Outcome<View>> {
  const site = await findSite(tx, siteId);
  if (!site) return notFound('site');
  if (input.leftMm + input.widthMm > PAGE_MM) return refuseAt('widthMm', 'channels.window_over_edge');
  const before = (await layouts(tx)).find((row) => row.siteId === siteId);
  const { version = before?.version ?? 0, ...fields } = input;
  if (version !== before?.version || !(await upsertLayout(tx, { ...fields, siteId, version }))) {
    return refuse('request.stale', { version: before?.version ?? 0 }, 409);
  }
  tx.audit({
    action: 'channels.letter_layout_changed',
    entity: 'site',
    entityId: siteId,
    changes: Object.fromEntries(
      (Object.keys(fields) as (keyof typeof fields)[])
        .filter((field) => JSON.stringify(fields[field]) !== JSON.stringify(before[field]))
        .map((field) => [field, null]),
    ),
  });
  const after = (await layouts(tx)).find((row) => row.siteId === siteId);
  return after ? ok(after) : notFound('site');
}
