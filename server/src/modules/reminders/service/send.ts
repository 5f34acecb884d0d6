import type { Id } from '../../../kernel/ids.ts';
import { DAY } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { waitAfter } from '../../../platform/outbox/index.ts';
import { OutgoingError } from '../../../platform/outgoing/index.ts';
import { waitingAlerts, type WaitingAlert } from '../../enquiries/index.ts';
import { findLiveSessions, findOrganisation } from '../../identity/index.ts';
import { pushRequest, type PushAddress } from '../push/message.ts';
import { afterAnswer, whyNot, type WhyNot } from '../rules.ts';
import { updateEnded, updateHeard, type BrowserError, type Heard } from '../store/browser-store.ts';
import {
  listOrganisationsToTell,
  lockDueDeliveries,
  removeOld,
  updateSending,
  updateSettled,
  type DueDelivery,
  type Settled,
} from '../store/delivery-store.ts';
import { ADDRESS_PURPOSE, type ReminderDeps } from './deps.ts';

const AT_ONCE = 50;
const PARALLEL = 8;
/** Longer than a whole batch of silent services takes. */
const LEASE_SECONDS = 120;
const MOST_ATTEMPTS = 6;
const KEPT_DAYS = 30;

type Taken = DueDelivery & { readonly alert: WaitingAlert | null; readonly organisation: string };
type Result = Settled & {
  readonly browserId: Id;
  readonly heard: BrowserError | 'nothing' | null;
  readonly gone: boolean;
};

/**
 * Sends what is due, organisation by organisation; gives how many it took. A delivery is *waiting*, then *sending* for as long as a lease, then *sent*,
 * *failed*, *gone* or *skipped*; what has to be tried again is *waiting* once more. Between taking and settling nothing is locked. Who dies while
 * sending leaves it unknown whether the browser got it: it is sent again with the same id, and the browser shows an id once.
 */
export async function sendPushes(db: Database, deps: ReminderDeps): Promise<number> {
  let taken = 0;
  for (const orgId of await listOrganisationsToTell(db)) {
    const actor = systemActor(orgId, 'reminders');
    for (let batch = AT_ONCE; batch === AT_ONCE;) {
      const due = must(await db.inTx(actor, async (tx) => ok(await take(tx, deps))));
      batch = due.all;
      taken += due.all;
      const results = await inTurns(due.toSend, (delivery) => send(delivery, deps));
      if (results.length > 0) must(await db.inTx(actor, async (tx) => ok(await settle(tx, results))));
    }
  }
  return taken;
}

/** Marks what is sent now, and settles what is not to be sent at all. */
async function take(tx: Tx, deps: ReminderDeps): Promise<{ all: number; toSend: Taken[] }> {
  const due = await lockDueDeliveries(tx, AT_ONCE);
  if (due.length === 0) return { all: 0, toSend: [] };
  const ids = due.flatMap(({ alertId }) => (alertId === null ? [] : [alertId]));
  const alerts = new Map((await waitingAlerts(tx, ids)).map((alert) => [alert.id, alert]));
  const live = await findLiveSessions(tx, due);
  const { slug: organisation } = await findOrganisation(tx);
  const onDuty = dutyIn(tx, deps);
  const toSend: Taken[] = [];
  const skipped: (Settled & { readonly why: WhyNot })[] = [];
  for (const delivery of due) {
    const alert = (delivery.alertId !== null && alerts.get(delivery.alertId)) || null;
    const why = whyNot(
      {
        isTest: delivery.alertId === null,
        ended: delivery.ended,
        signedIn: live.has(`${delivery.sessionId} ${delivery.userId}`),
        waits: alert !== null,
        push: delivery.push,
        quietUntil: delivery.quietUntil,
        onDuty: alert === null || (await onDuty(delivery.userId, alert.siteId)),
        ageMilliseconds: delivery.age,
      },
      tx.now,
    );
    if (why === null) toSend.push({ ...delivery, alert, organisation });
    else skipped.push({ id: delivery.id, state: 'skipped', why, waitMilliseconds: null });
  }
  await updateSettled(tx, skipped);
  const over = new Set(skipped.filter(({ why }) => why === 'signed_out').map(({ id }) => id));
  const signedOut = due.filter(({ id }) => over.has(id)).map(({ browserId }) => browserId);
  await updateEnded(tx, signedOut, 'signed_out');
  await updateSending(
    tx,
    toSend.map(({ id }) => id),
    LEASE_SECONDS,
  );
  return { all: due.length, toSend };
}

/** Each person at each site is asked for once in a batch. */
function dutyIn(tx: Tx, deps: ReminderDeps): (userId: Id, siteId: Id) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (userId, siteId) => {
    const key = `${userId} ${siteId}`;
    const answer = known.get(key) ?? (await deps.onDuty(tx, userId, siteId));
    known.set(key, answer);
    return answer;
  };
}

async function send(delivery: Taken, deps: ReminderDeps): Promise<Result> {
  const { id, browserId, service, language, alert, attempts, realNow } = delivery;
  const wait = deps.breaker.waitBefore(service, performance.now());
  // Not tried: the host rests, and the browser did nothing wrong.
  if (wait > 0)
    return { id, browserId, state: 'waiting', why: 'busy', waitMilliseconds: wait, heard: 'nothing', gone: false };
  const again = (error: BrowserError, least: number): Result => {
    deps.breaker.failed(service, performance.now());
    const given = attempts + 1 >= MOST_ATTEMPTS;
    const waitMilliseconds = given ? null : Math.max(least, waitAfter(attempts + 1, deps.random()));
    return {
      id,
      browserId,
      state: given ? 'failed' : 'waiting',
      why: error,
      waitMilliseconds,
      heard: error,
      gone: false,
    };
  };
  const end = (state: 'sent' | 'gone' | 'failed', heard: BrowserError | null): Result => {
    return { id, browserId, state, why: heard, waitMilliseconds: null, heard, gone: state === 'gone' };
  };
  // It was sealed by ourselves.
  const address = JSON.parse(deps.secrets.open(delivery.sealed, ADDRESS_PURPOSE)) as PushAddress;
  const push = {
    id,
    kind: alert?.kind ?? ('test' as const),
    language,
    alertId: alert?.id ?? null,
    enquiryId: alert?.enquiryId ?? null,
    organisation: delivery.organisation,
  };
  try {
    const answer = await deps.outgoing.send(pushRequest(push, address, deps.vapid, realNow));
    const verdict = afterAnswer(answer.status);
    if (verdict.kind === 'again') return again(verdict.error, Math.min((answer.retryAfterSeconds ?? 0) * 1_000, DAY));
    deps.breaker.succeeded(service);
    return end(verdict.kind, verdict.kind === 'failed' ? verdict.error : null);
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    return error.code === 'blocked' ? end('failed', 'blocked') : again('unreachable', 0);
  }
}

async function settle(tx: Tx, results: readonly Result[]): Promise<void> {
  await updateSettled(tx, results);
  const heard = results.flatMap(({ browserId, heard: error, gone }): Heard[] =>
    gone || error === 'nothing' ? [] : [{ browserId, error }],
  );
  await updateHeard(tx, heard);
  await updateEnded(
    tx,
    results.filter(({ gone }) => gone).map(({ browserId }) => browserId),
    'gone',
  );
}

/** So many at a time, the answers in the order of the items. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let no = next++; no < items.length; no = next++) results[no] = await work(items[no]!);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return results;
}

/** What was told a month ago is nobody's business any more. */
export async function forgetOldTellings(db: Database, orgIds: readonly Id[]): Promise<void> {
  for (const orgId of orgIds) {
    must(await db.inTx(systemActor(orgId, 'reminders'), async (tx) => ok(await removeOld(tx, KEPT_DAYS))));
  }
}
