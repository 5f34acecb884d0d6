import type { DataRequestKind } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findOrganisation } from '../../identity/index.ts';
import { changePerson } from '../../people/index.ts';
import type { Said } from '../rules/duties.ts';
import { isOwn, switchesOf, type Switch, type Wish } from '../rules/switches.ts';
import type { Link } from '../rules/links.ts';
import { listRequests } from '../store/request-store.ts';
import { loadJudged } from './recipients.ts';
import { askFor } from './requests.ts';
import { sayFor } from './record.ts';
import { liftStop, stopTelling } from './suppress.ts';

export type Preferences = {
  readonly organisation: string;
  readonly switches: readonly Switch[];
  readonly pausedUntil: Instant | null;
  readonly timeZone: string;
  readonly asked: readonly DataRequestKind[];
};

const MOST_REQUESTS = 3;

/** What the page of a person shows: switches, and nothing that says who she is. Refuses 404 where she is none any more. */
export async function preferencesOf(tx: Tx, personId: Id): Promise<Outcome<Preferences>> {
  const recipient = (await loadJudged(tx, [personId])).get(personId);
  if (!recipient) return notFound('person');
  const organisation = await findOrganisation(tx);
  const requests = await listRequests(tx, { personId, settled: false, owner: null }, null, MOST_REQUESTS);
  const pause = recipient.suppressions.find(
    ({ until, address }) => until !== null && until > tx.now && address === null,
  );
  return ok({
    organisation: organisation.name,
    switches: switchesOf(recipient, tx.now),
    pausedUntil: pause?.until ?? null,
    timeZone: recipient.timeZone ?? 'UTC',
    asked: requests.map(({ kind }) => kind),
  });
}

const PAUSE_DAYS = 30;
const PAUSED = ['marketing', 'survey', 'renewal'] as const;
/** The evidence that the page itself is. */
const BY_HERSELF = 'preferences page';

/** One wish of hers. Whatever is sent twice is done once. */
export async function fulfil(tx: Tx, personId: Id, wish: Wish): Promise<Outcome<null>> {
  switch (wish.kind) {
    case 'switch':
      return turn(tx, personId, wish);
    case 'pause':
    case 'resume':
      return pause(tx, personId, wish.kind === 'pause');
    case 'copy':
    case 'deletion': {
      await askFor(tx, { personId, kind: wish.kind, source: 'preferences', wish: null });
      return ok(null);
    }
    case 'correction': {
      await askFor(tx, { personId, kind: 'correction', source: 'preferences', wish: wish.wish });
      return ok(null);
    }
    case 'language': {
      const changed = await changePerson(tx, personId, { language: wish.language });
      return changed.ok ? ok(null) : changed;
    }
  }
}

async function turn(
  tx: Tx,
  personId: Id,
  { purpose, channel, night, on }: Wish & { kind: 'switch' },
): Promise<Outcome<null>> {
  const recipient = (await loadJudged(tx, [personId], { lock: false })).get(personId);
  if (!recipient) return notFound('person');
  const now = switchesOf(recipient, tx.now).find(
    (one) => one.purpose === purpose && one.channel === channel && one.night === night,
  );
  if (now?.on === on || now?.held === true) return ok(null);
  if (on) {
    for (const stop of recipient.suppressions.filter((one) => isOwn(one, purpose, channel))) {
      const lifted = await liftStop(tx, stop.id ?? '', BY_HERSELF);
      if (!lifted.ok && lifted.refusal.code !== 'consents.not_stopped') return lifted;
    }
  }
  const said: Said = { kind: 'contact', purpose, channel, night, state: on ? 'granted' : 'withdrawn' };
  return herself(tx, personId, [said], 'preferences');
}

function herself(tx: Tx, personId: Id, entries: readonly Said[], source: 'preferences' | 'one_click') {
  return sayFor(tx, personId, {
    entries,
    source,
    evidence: BY_HERSELF,
    at: null,
    textId: null,
    givenById: null,
    expiresOn: null,
  });
}

async function pause(tx: Tx, personId: Id, on: boolean): Promise<Outcome<null>> {
  const recipient = (await loadJudged(tx, [personId])).get(personId);
  if (!recipient) return notFound('person');
  const pauses = recipient.suppressions.filter(({ reason, address }) => reason === 'pause' && address === null);
  if (on) {
    if (pauses.length > 0) return ok(null);
    const until = plus(tx.now, PAUSE_DAYS * DAY);
    const stopped = await stopTelling(tx, {
      personId,
      address: null,
      purposes: PAUSED,
      channels: null,
      reason: 'pause',
      note: null,
      until,
    });
    return stopped.ok ? ok(null) : stopped;
  }
  for (const stop of pauses) {
    const lifted = await liftStop(tx, stop.id ?? '', BY_HERSELF);
    if (!lifted.ok && lifted.refusal.code !== 'consents.not_stopped') return lifted;
  }
  return ok(null);
}

/** One click in an e-mail: that purpose by that channel ends. Twice is once. */
export async function unsubscribe(
  tx: Tx,
  { personId, purpose, channel }: Pick<Link, 'personId' | 'purpose' | 'channel'>,
): Promise<Outcome<null>> {
  const recipient = (await loadJudged(tx, [personId])).get(personId);
  if (!recipient) return notFound('person');
  if (recipient.suppressions.some((stop) => isOwn(stop, purpose, channel))) return ok(null);
  const stop = {
    personId,
    address: null,
    purposes: [purpose],
    channels: [channel],
    reason: 'one_click',
    note: null,
    until: null,
  } as const;
  const stopped = await stopTelling(tx, stop);
  if (!stopped.ok) return stopped;
  return herself(tx, personId, [{ kind: 'contact', purpose, channel, night: false, state: 'withdrawn' }], 'one_click');
}
