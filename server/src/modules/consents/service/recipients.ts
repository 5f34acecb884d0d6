import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { recipientOf, ruleBook, type Recipient, type RuleBook } from '../rules/gate/index.ts';
import {
  listActiveStops,
  listAddresses,
  listEnquiryFacts,
  listKnown,
  listLatestConsents,
  listReadElsewhere,
  listTold,
} from '../store/recipient-store.ts';
import { listRegisters } from '../store/registry-store.ts';
import { listRules } from '../store/rule-store.ts';
import { placeOf } from '../rules/place.ts';
import { loadHome } from './places.ts';
import { insertStates, listSaid } from '../store/state-store.ts';
import { lockAddresses } from '../store/suppression-store.ts';
import { insertTold, type Told } from '../store/told-store.ts';

/** The longest budget that may be set. */
export const LONGEST_BUDGET_DAYS = 366;

/** Most persons have nothing of most things: a thousand of them share it. */
const NONE: never[] = [];
const NONE_REFUSED: ReadonlyMap<Id, Instant> = new Map();
const NOTHING_SAID = { jurisdiction: null, timeZone: null };

/** The rules of the organisation, as shipped and as it changed them. Once a batch. */
export async function loadRules(tx: Tx): Promise<RuleBook> {
  return ruleBook(await listRules(tx));
}

/**
 * `counted`: whether a budget may ask what they were told before. `readers`: whether it is asked who else reads at their addresses; only what speaks of
 * health needs it. `mails`: whether anything goes by e-mail; else nobody looks for those addresses. `going`: where messages to them go: an address that
 * is theirs no more may have been stopped, too.
 */
type Looking = {
  readonly lock?: boolean;
  readonly at?: Instant;
  readonly counted?: boolean;
  readonly readers?: boolean;
  readonly mails?: boolean;
  readonly going?: readonly { readonly personId: Id | null; readonly toAddress: string | null }[];
};

/**
 * What the gate knows of these persons, in a handful of statements for all. Who is no person of the organisation, or was merged into another, is not
 * among them. With `lock` their rows, and the addresses of `going` that are not theirs, are held until the commit: a stop that committed before is seen,
 * one that comes meanwhile waits (C1), and `tx.now` has moved on to the moment of judging: no stop that is seen is of the future. Ask for all of a batch
 * at once, so that no two batches wait for each other. Recipients of past or coming moments: `at`.
 */
export async function loadJudged(
  tx: Tx,
  personIds: readonly Id[],
  { lock = false, at, counted = true, readers = false, mails = true, going = [] }: Looking = {},
): Promise<Map<Id, Recipient>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  let said = await listSaid(tx, ids, lock);
  // Who writes a message makes the state; those of the release before did not.
  if (lock && said.size < ids.length) {
    await insertStates(tx, ids);
    said = await listSaid(tx, ids, lock);
  }
  const home = await loadHome(tx);
  const known = await listKnown(tx, ids);
  const addresses = await listAddresses(tx, ids, mails);
  const byPerson = Map.groupBy(addresses, ({ personId }) => personId);
  const foreign = Map.groupBy(
    going.filter(
      ({ personId, toAddress }) => !byPerson.get(personId ?? '')?.some(({ address }) => address === toAddress),
    ),
    ({ personId }) => personId ?? '',
  );
  const named = [...foreign.values()].flatMap((rows) => rows.flatMap(({ toAddress }) => toAddress ?? []));
  if (lock) {
    await lockAddresses(tx, named, 'shared');
    await tx.moveOn();
  }
  const moment = at ?? tx.now;
  const stops = await listActiveStops(
    tx,
    ids,
    [...new Set([...addresses.map(({ address }) => address), ...named])],
    moment,
  );
  const consents = Map.groupBy(await listLatestConsents(tx, ids), ({ personId }) => personId);
  const facts = Map.groupBy(await listEnquiryFacts(tx, ids), ({ personId }) => personId);
  const sent = counted ? await listTold(tx, ids, plus(moment, -LONGEST_BUDGET_DAYS * DAY)) : [];
  const told = Map.groupBy(sent, ({ personId }) => personId);
  const registers = await listRegisters(tx, [...new Set(addresses.map(({ address }) => address))]);
  const elsewhere = readers ? Map.groupBy(await listReadElsewhere(tx, addresses), ({ personId }) => personId) : null;
  const stopsOfPerson = Map.groupBy(stops, ({ personId }) => personId ?? '');
  const stopsOfAddress = Map.groupBy(stops, ({ address }) => address ?? '');
  const listedOf = new Map(registers.map((register) => [register.jurisdiction, register]));
  return new Map(
    known.map((person) => {
      const own = byPerson.get(person.personId) ?? NONE;
      const [phones, faxes, emails]: [string[], string[], string[]] = [[], [], []];
      for (const { kind, address } of own) (kind === 'phone' ? phones : kind === 'fax' ? faxes : emails).push(address);
      const enquiries = facts.get(person.personId) ?? NONE;
      const numbers = faxes.length === 0 ? phones : [...phones, ...faxes];
      const place = placeOf(said.get(person.personId) ?? NOTHING_SAID, numbers, home);
      const register = listedOf.get(place.jurisdiction);
      const visits = enquiries.flatMap((row) => (row.fact === 'visited' && row.at !== null ? [row.at] : []));
      return [
        person.personId,
        recipientOf({
          personId: person.personId,
          ...place,
          birthDate: person.birthDate,
          doNotContact: person.doNotContact,
          consents: consents.get(person.personId) ?? NONE,
          suppressions:
            stops.length === 0
              ? NONE
              : [
                  ...(stopsOfPerson.get(person.personId) ?? NONE),
                  ...own.flatMap(({ address }) => stopsOfAddress.get(address) ?? NONE),
                  ...new Set(
                    (foreign.get(person.personId) ?? NONE).flatMap(
                      (to) => stopsOfAddress.get(to.toAddress ?? '') ?? NONE,
                    ),
                  ),
                ],
          refusedEnquiries:
            enquiries.length === 0
              ? NONE_REFUSED
              : new Map(
                  enquiries.flatMap((row) =>
                    row.fact === 'refused' && row.at !== null ? [[row.enquiryId, row.at] as const] : [],
                  ),
                ),
          contactHold: enquiries.some(({ fact }) => fact === 'held'),
          lastDealingAt: visits.length === 0 ? null : (Math.max(...visits) as Instant),
          sent: told.get(person.personId) ?? NONE,
          phones,
          emails: mails ? emails : null,
          faxes,
          readElsewhere: elsewhere && (elsewhere.get(person.personId) ?? []).map(({ address }) => address),
          registry: { asOf: register?.asOf ?? null, listed: register?.listed ?? [] },
        }),
      ] as const;
    }),
  );
}

/** Who will be told something has a state from now on: the hand-over locks it, and need not make it while everybody waits. */
export function prepareRecipients(tx: Tx, personIds: readonly Id[]): Promise<void> {
  return personIds.length === 0 ? Promise.resolve() : insertStates(tx, personIds);
}

/**
 * What was handed over counts in the budgets of its purpose; what no budget counts (`RuleBook.counts`) need not be noted. In the transaction of the
 * hand-off, whose recipients are held.
 */
export function noteTold(tx: Tx, rows: readonly Told[]): Promise<void> {
  return insertTold(tx, rows);
}

/** The same where that transaction broke after the hand-off: what it had made for persons is gone with it, and some may be no persons any more. */
export async function noteToldAfterwards(tx: Tx, rows: readonly Told[]): Promise<void> {
  await insertStates(
    tx,
    rows.map(({ personId }) => personId),
  );
  await insertTold(tx, rows);
}
