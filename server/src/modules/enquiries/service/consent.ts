import type { ConsentInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { keep } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { openForAct } from './load.ts';
import { saveDecision } from './save.ts';

/**
 * The evidence of the person's own new consent: the hold ends on this enquiry and on every other open one of hers (`saveDecision`). What she refused
 * before stays refused about *that* enquiry. Refuses what `openForAct` refuses and enquiries.not_on_hold 409. Spec: domain §1.
 */
export async function recordConsent(
  tx: Tx,
  id: Id,
  { kind, text, version }: z.infer<typeof ConsentInput>,
): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, version);
  if (!opened.ok) return opened;
  const { record, state, site } = opened.value;
  if (!record.open || !record.contactHold) return refuse('enquiries.not_on_hold', {}, 409);
  return ok(
    await saveDecision(tx, opened.value, keep(state), site, { kind: 'consent', note: text, evidence: { kind, text } }),
  );
}
