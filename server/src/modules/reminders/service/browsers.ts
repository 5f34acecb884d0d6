import { createHash } from 'node:crypto';
import type { ReminderBrowser, ReminderBrowserInput, ReminderSettings, ReminderSettingsPatch } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, instant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findLiveSessions } from '../../identity/index.ts';
import { areKeys } from '../push/encrypt.ts';
import { keysOf, type PushAddress } from '../push/message.ts';
import {
  insertBrowser,
  listBrowsers,
  lockBrowser,
  lockBrowserAt,
  updateBrowser,
  updateEnded,
  type BrowserRow,
} from '../store/browser-store.ts';
import { insertTest } from '../store/delivery-store.ts';
import { findWish, insertWish } from '../store/wish-store.ts';
import { ADDRESS_PURPOSE, type ReminderDeps } from './deps.ts';

/** More than a person has; the oldest makes room. */
const MOST_BROWSERS = 12;

type Caller = { readonly userId: Id; readonly sessionId: Id };

/** Browsers belong to a person who is signed in; keys have none. */
function callerIn(tx: Tx): Caller | null {
  const { userId, sessionId } = tx.actor;
  return userId !== null && sessionId ? { userId, sessionId } : null;
}

function personNeeded() {
  return refuse('identity.person_needed', {}, 403);
}

/** Her browsers that are told, and what she wishes. */
export async function reminderSettings(tx: Tx, deps: ReminderDeps): Promise<Outcome<z.input<typeof ReminderSettings>>> {
  const { userId } = tx.actor;
  if (userId === null) return personNeeded();
  const { push, quietUntil, version } = await findWish(tx, userId);
  const browsers = await listBrowsers(tx, userId);
  const live = await findLiveSessions(tx, browsers);
  return ok({
    publicKey: deps.vapid.publicKey,
    push,
    quietUntil: quietUntil !== null && quietUntil > tx.now ? formatInstant(quietUntil) : null,
    version,
    browsers: browsers.flatMap((browser) => {
      const userAgent = live.get(pairOf(browser));
      return userAgent === undefined ? [] : [browserView(tx, browser, userAgent)];
    }),
  });
}

/** Refuses request.stale { version } 409 where another of her pages was faster. */
export async function changeSettings(
  tx: Tx,
  deps: ReminderDeps,
  patch: ReminderSettingsPatch,
): Promise<Outcome<z.input<typeof ReminderSettings>>> {
  const { userId } = tx.actor;
  if (userId === null) return personNeeded();
  const wish = await findWish(tx, userId);
  if (patch.version !== undefined && patch.version !== wish.version) {
    return refuse('request.stale', { version: wish.version }, 409);
  }
  const push = patch.push ?? wish.push;
  const quietUntil = patch.quietUntil === undefined ? wish.quietUntil : untilOf(patch.quietUntil);
  const version = wish.version + 1;
  if (!(await insertWish(tx, userId, { push, quietUntil, version }))) return refuse('request.stale', { version }, 409);
  tx.emit({ type: 'reminders.changed', payload: { userId } });
  tx.audit({
    action: 'reminders.settings_changed',
    entity: 'user',
    entityId: userId,
    changes: {
      ...(push === wish.push ? {} : { push: [wish.push, push] }),
      ...(quietUntil === wish.quietUntil ? {} : { quietUntil: [textOf(wish.quietUntil), textOf(quietUntil)] }),
    },
  });
  return reminderSettings(tx, deps);
}

/**
 * This browser is told from now on, by the session that asks. The same one again is the same row; one that somebody else used becomes hers. Refuses
 * `endpoint` reminders.endpoint_refused where it is no address of a push service, `keys` reminders.keys_refused where no browser made them.
 */
export async function addBrowser(
  tx: Tx,
  deps: ReminderDeps,
  { endpoint, keys }: ReminderBrowserInput,
): Promise<Outcome<z.input<typeof ReminderBrowser>>> {
  const caller = callerIn(tx);
  if (!caller) return personNeeded();
  if (!deps.outgoing.mayCall(endpoint)) return refuseAt('endpoint', 'reminders.endpoint_refused');
  if (!areKeys(keysOf(keys))) return refuseAt('keys', 'reminders.keys_refused');
  const endpointHash = createHash('sha256').update(endpoint).digest();
  const address: PushAddress = { endpoint, ...keys };
  const sealed = deps.secrets.seal(JSON.stringify(address), ADDRESS_PURPOSE);
  const now = { sealed, language: tx.actor.language, sessionId: caller.sessionId };
  const userAgent = (await findLiveSessions(tx, [caller])).get(pairOf(caller)) ?? null;
  const known = await lockBrowserAt(tx, endpointHash);
  if (known?.userId === caller.userId) {
    await updateBrowser(tx, known.id, now);
    return ok(browserView(tx, { ...known, ...now }, userAgent));
  }
  if (known) await updateEnded(tx, [known.id], 'replaced');
  const others = await listBrowsers(tx, caller.userId);
  await updateEnded(
    tx,
    others.slice(MOST_BROWSERS - 1).map(({ id }) => id),
    'replaced',
  );
  const service = new URL(endpoint).hostname;
  const browser = { ...now, id: newId(), userId: caller.userId, service, endpointHash };
  if (!(await insertBrowser(tx, browser))) return refuse('request.conflict', {}, 409);
  tx.emit({ type: 'reminders.changed', payload: { userId: caller.userId } });
  tx.audit({ action: 'reminders.browser_added', entity: 'browser', entityId: browser.id });
  return ok(
    browserView(tx, { ...browser, addedAt: tx.now, lastSuccessAt: null, failures: 0, lastError: null }, userAgent),
  );
}

/** Refuses 404 for one of somebody else. */
export async function removeBrowser(tx: Tx, id: Id): Promise<Outcome<null>> {
  const { userId } = tx.actor;
  const browser = userId === null ? null : await lockBrowser(tx, id, userId);
  if (!browser) return notFound('browser');
  await updateEnded(tx, [id], 'removed');
  tx.emit({ type: 'reminders.changed', payload: { userId } });
  tx.audit({ action: 'reminders.browser_removed', entity: 'browser', entityId: id });
  return ok(null);
}

/** A notification to try it, within seconds. Refuses 404 for a browser of somebody else. */
export async function testBrowser(tx: Tx, id: Id): Promise<Outcome<null>> {
  const { userId } = tx.actor;
  const browser = userId === null ? null : await lockBrowser(tx, id, userId);
  if (!browser) return notFound('browser');
  await insertTest(tx, id);
  return ok(null);
}

function pairOf({ sessionId, userId }: Caller): string {
  return `${sessionId} ${userId}`;
}

function browserView(
  tx: Tx,
  row: Omit<BrowserRow, 'sealed'>,
  userAgent: string | null,
): z.input<typeof ReminderBrowser> {
  const { id, service, failures, lastError } = row;
  return {
    id,
    current: row.sessionId === tx.actor.sessionId,
    userAgent,
    service,
    addedAt: formatInstant(row.addedAt),
    lastSuccessAt: textOf(row.lastSuccessAt),
    failures,
    lastError,
  };
}

function untilOf(text: string | null): Instant | null {
  return text === null ? null : instant(Date.parse(text));
}

function textOf(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
