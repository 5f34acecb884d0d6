import type { Jurisdiction, MessageChannel, Purpose } from '@anbu/contract';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { recipientOf, stopAnsweredUntil, type Recipient } from '../rules/gate/index.ts';
import { isStopMail, stopWordOf, type StopScope } from '../rules/stop-words.ts';
import { listActiveStops } from '../store/recipient-store.ts';
import { findSuppression, listHolders } from '../store/suppression-store.ts';
import { placeOf } from '../rules/place.ts';
import { loadHome } from './places.ts';
import { loadRules } from './recipients.ts';
import { holdPersons } from './refresh.ts';
import { sayFor } from './record.ts';
import { stopTelling } from './suppress.ts';

export type StopHeard = {
  readonly suppressionId: Id;
  readonly scope: StopScope;
  /** One confirmation is owed; not for a stop that was said before. */
  readonly confirm: boolean;
};

const TOLD_BY_NUMBER: readonly MessageChannel[] = ['phone', 'sms', 'alimtalk'];
/** What sells ends in Korea and China; care and service go on unless they are refused by name. */
const SELLING: readonly Purpose[] = ['marketing', 'renewal', 'survey'];

/**
 * What came in from a number: null where it is no stop. Effective with the commit, for all who share the number; who alone holds it has withdrawn as
 * well. No status of an enquiry changes. Spec: domain §1, rules.md, C2.
 */
export async function hearStop(tx: Tx, from: string, text: string): Promise<Outcome<StopHeard | null>> {
  const said = stopWordOf(text, await countryOfNumber(tx, from));
  if (!said) return ok(null);
  const purposes = said.scope === 'number' ? null : SELLING;
  const heard = await stopAddress(tx, from, { purposes, channels: null }, TOLD_BY_NUMBER);
  return heard.ok ? ok({ ...heard.value, scope: said.scope }) : heard;
}

/**
 * A mail that is a stop word and nothing else: what sells goes to that address no more. Its country is the practice's, for an address has none. Null where
 * it is no stop. Spec: rules.md, C2.
 */
export async function hearStopMail(
  tx: Tx,
  from: string,
  mail: { readonly subject: string | null; readonly text: string },
): Promise<Outcome<StopHeard | null>> {
  const { jurisdiction } = placeOf({ jurisdiction: null, timeZone: null }, [], await loadHome(tx));
  if (!isStopMail(mail.subject, mail.text, jurisdiction)) return ok(null);
  const heard = await stopAddress(tx, from, { purposes: SELLING, channels: ['email'] }, ['email']);
  return heard.ok ? ok({ ...heard.value, scope: 'advertising' }) : heard;
}

/** One active stop an address; who alone holds it has withdrawn for these channels as well. */
async function stopAddress(
  tx: Tx,
  address: string,
  what: { readonly purposes: readonly Purpose[] | null; readonly channels: readonly MessageChannel[] | null },
  withdrawn: readonly MessageChannel[],
): Promise<Outcome<Omit<StopHeard, 'scope'>>> {
  const holders = await listHolders(tx, address);
  await holdPersons(tx, holders);
  const before = (await listActiveStops(tx, [], [address])).find(({ reason }) => reason === 'stop_word');
  if (before) return ok({ suppressionId: before.id, confirm: false });
  const stop = { ...what, personId: null, address, reason: 'stop_word', note: null, until: null } as const;
  const stopped = await stopTelling(tx, stop, true);
  if (!stopped.ok) return stopped;
  const [only, ...others] = holders;
  if (only !== undefined && others.length === 0) {
    const entries = withdrawn.map(
      (channel) => ({ kind: 'contact', purpose: 'marketing', channel, night: false, state: 'withdrawn' }) as const,
    );
    const evidence = { evidence: null, at: null, textId: null, givenById: null, expiresOn: null };
    const said = await sayFor(tx, only, { entries, source: 'stop_word', ...evidence });
    if (!said.ok) return said;
  }
  return ok({ suppressionId: stopped.value.id, confirm: true });
}

async function countryOfNumber(tx: Tx, number: string): Promise<Jurisdiction> {
  return (await whoseNumber(tx, number)).jurisdiction;
}

/** Somebody of whom nothing but her number is known: whose law holds, and by which clock. */
export async function whoseNumber(tx: Tx, number: string | null): Promise<Recipient> {
  return recipientOf(
    placeOf({ jurisdiction: null, timeZone: null }, number === null ? [] : [number], await loadHome(tx)),
  );
}

export type StopToConfirm = {
  readonly address: string | null;
  readonly personIds: readonly Id[];
  readonly at: Instant;
  /** It ended all that goes to the number, not only what sells. */
  readonly everything: boolean;
  /** Until when it may be confirmed; null where no rule says so. */
  readonly until: Instant | null;
};

/** Whom a stop is about, for who confirms it: the one person, or those who share the number. Null for none, and for one that was lifted. */
export async function stopOf(tx: Tx, suppressionId: Id): Promise<StopToConfirm | null> {
  const row = await findSuppression(tx, suppressionId);
  if (!row || row.liftedAt !== null) return null;
  const { address, personId, at, purposes } = row;
  // An address of mail lives nowhere.
  const { jurisdiction, timeZone } = await whoseNumber(tx, address?.includes('@') ? null : address);
  const until = stopAnsweredUntil(at, jurisdiction, await loadRules(tx), dayOf(timeZone ?? 'UTC', at));
  const personIds = personId === null ? await listHolders(tx, address ?? '') : [personId];
  return { address, at, personIds, everything: purposes === null, until };
}
