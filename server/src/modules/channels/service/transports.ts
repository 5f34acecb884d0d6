import {
  TRANSPORT_KINDS,
  type MessageWayPage,
  type Transport,
  type TransportInput,
  type TransportPatch,
  type TransportTested,
} from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { isSecret, newToken, oldSecretsUntil } from '../../../platform/webhooks/index.ts';
import { reasonOf } from '../rules/reason.ts';
import { readSecrets, readSettings } from '../rules/settings.ts';
import {
  findTransport,
  insertTransport,
  listDepths,
  listTransports,
  listWaysOut,
  lockTransport,
  updateTransport,
  type Depth,
} from '../store/transport-store.ts';
import { TransportError } from '../transports/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { SECRET_PURPOSE, type ChannelsDeps } from './deps.ts';
import { HOOK, moveHook, takeHook, withoutHook } from './hook.ts';
import { CHAT_PATH, FAX_PATH, heardUrl, openTransport, RECEIPT_PATH, secretsOf } from './open.ts';

const MOST_TRANSPORTS = 100;
const nothing = () => Promise.resolve();

/** The ways out in the order in which they are tried, with how they go. */
export async function transports(tx: Tx, deps: ChannelsDeps): Promise<z.input<typeof Transport>[]> {
  const depths = new Map((await listDepths(tx)).map((depth) => [depth.id, depth]));
  const rows = await listTransports(tx, MOST_TRANSPORTS);
  const hooks = await oldSecretsUntil(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => viewTransport(deps, row, depths.get(row.id), hooks.has(row.id)));
}

/** By which way a message of each channel would leave now. */
export async function messageWays(tx: Tx): Promise<z.input<typeof MessageWayPage>> {
  const ways = [...(await listWaysOut(tx))];
  const items = ways.map(([channel, { name, kind }]) => ({ channel, name, practice: kind === 'practice' }));
  return { items, nextCursor: null };
}

/** Ways by which texts of people come in too; the one for practice acts as a real one would. */
const HEARS: readonly TransportRow['kind'][] = ['smpp', 'kannel', 'twilio', 'practice'];

/** Whether an answer to a text comes back by the way that it would leave by now. */
export async function hearsTexts(tx: Tx): Promise<boolean> {
  const way = (await listWaysOut(tx)).get('sms');
  return way !== undefined && HEARS.includes(way.kind);
}

/** A new way out. Refuses by field what `readSettings` and `readSecrets` refuse, `channels` channels.channel_unfit; channels.name_taken 409. */
export async function addTransport(
  tx: Tx,
  deps: ChannelsDeps,
  input: TransportInput,
): Promise<Outcome<z.input<typeof Transport>>> {
  const { kind, name, channels, sender, ratePerSecond, window, position, prices, active } = input;
  const checked = check(deps, kind, channels, input.settings, input.secrets);
  if (!checked.ok) return checked;
  const secrets = withoutEmpty(withoutHook(input.secrets));
  const row = {
    id: newId(),
    kind,
    name,
    channels,
    sender,
    ratePerSecond,
    window,
    position,
    prices,
    active,
    settings: checked.value,
    sealed: Object.keys(secrets).length === 0 ? null : deps.secrets.seal(JSON.stringify(secrets), SECRET_PURPOSE),
    token: newToken(),
  };
  if (!(await insertTransport(tx, row))) return refuse('channels.name_taken', { name }, 409);
  await takeHook(tx, deps, row.id, withoutEmpty(input.secrets));
  tx.audit({ action: 'channels.transport_added', entity: 'transport', entityId: row.id });
  tx.emit({ type: 'channels.transport_changed', payload: { transportId: row.id } });
  return ok(await viewOf(tx, deps, row.id));
}

/** Refuses what `addTransport` refuses, and request.stale { version } 409. A secret that is left out stays; an empty one goes. */
export async function changeTransport(
  tx: Tx,
  deps: ChannelsDeps,
  id: Id,
  patch: TransportPatch,
): Promise<Outcome<z.input<typeof Transport>>> {
  const before = await lockTransport(tx, id);
  if (!before) return notFound('transport');
  if (patch.version !== undefined && patch.version !== before.version) {
    return refuse('request.stale', { version: before.version }, 409);
  }
  const { version: _version, settings = {}, secrets = {}, ...fields } = patch;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const after: TransportRow = { ...before, ...given };
  const kept = { ...secretsOf(deps, before), ...secrets };
  const checked = check(deps, before.kind, after.channels, { ...before.settings, ...settings }, kept);
  if (!checked.ok) return checked;
  const all = withoutEmpty(withoutHook(kept));
  const sealed =
    Object.keys(secrets).length === 0
      ? before.sealed
      : Object.keys(all).length === 0
        ? null
        : deps.secrets.seal(JSON.stringify(all), SECRET_PURPOSE);
  const row = { ...after, settings: checked.value, sealed };
  if (!(await updateTransport(tx, row))) return refuse('channels.name_taken', { name: row.name }, 409);
  if (HOOK in secrets) await moveHook(tx, deps, before);
  await takeHook(tx, deps, id, secrets);
  const changed = (Object.keys(row) as (keyof TransportRow)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]),
  );
  tx.audit({
    action: 'channels.transport_changed',
    entity: 'transport',
    entityId: id,
    changes: Object.fromEntries(changed.map((field) => [field === 'sealed' ? 'secrets' : field, null])),
  });
  tx.emit({ type: 'channels.transport_changed', payload: { transportId: id } });
  return ok(await viewOf(tx, deps, id));
}

/** Whether the other end answers and knows us; nothing is sent. Refuses 404. */
export async function testTransport(
  tx: Tx,
  deps: ChannelsDeps,
  id: Id,
): Promise<Outcome<z.input<typeof TransportTested>>> {
  const row = await findTransport(tx, id);
  if (!row) return notFound('transport');
  const began = deps.steady();
  const transport = openTransport(deps, tx.orgId, row, nothing, nothing);
  let said: string | null = null;
  const error = await transport
    .open()
    .then(() => transport.state?.() ?? null)
    .then(
      (words) => {
        said = words;
        return null;
      },
      (failure: unknown) => (failure instanceof TransportError ? failure.code : 'unreachable'),
    );
  await transport.close().catch(() => undefined);
  tx.audit({ action: 'channels.transport_tested', entity: 'transport', entityId: id });
  const milliseconds = Math.round(deps.steady() - began);
  return ok({ ok: error === null, error: error === null ? null : reasonOf(error), milliseconds, said });
}

function check(
  { outgoing }: ChannelsDeps,
  kind: TransportRow['kind'],
  channels: TransportRow['channels'],
  settings: TransportRow['settings'],
  secrets: Readonly<Record<string, string>>,
): Outcome<TransportRow['settings']> {
  const able: readonly string[] = TRANSPORT_KINDS[kind].channels;
  const unfit = channels.filter((channel) => !able.includes(channel));
  const errors: FieldRefusal[] = unfit.map((channel) => ({
    field: 'channels',
    code: 'channels.channel_unfit',
    params: { channel },
  }));
  const read = readSettings(kind, settings);
  const known = readSecrets(kind, secrets);
  for (const outcome of [read, known]) if (!outcome.ok) errors.push(...(outcome.refusal.errors ?? []));
  for (const name of ['hookSecret', 'answerSecret']) {
    if (secrets[name] && !isSecret(secrets[name]))
      errors.push({ field: `secrets.${name}`, code: 'channels.setting_unfit', params: { name } });
  }
  if (read.ok && read.value['auth'] === 'oauth') {
    const { user, tokenUrl } = read.value;
    const bad = (field: string, what: 'missing' | 'unfit') => {
      const [, name = ''] = field.split('.');
      errors.push({ field, code: `channels.setting_${what}`, params: { name } });
    };
    if (!user) bad('settings.user', 'missing');
    if (!outgoing.mayCall(String(tokenUrl))) bad('settings.tokenUrl', 'unfit');
    if (!secrets['refreshToken']) bad('secrets.refreshToken', 'missing');
  }
  if (errors.length > 0) return refuseFields(errors);
  return read;
}

async function viewOf(tx: Tx, deps: ChannelsDeps, id: Id): Promise<z.input<typeof Transport>> {
  const row = await findTransport(tx, id);
  if (!row) throw new Error('a transport vanished in its own transaction');
  return viewTransport(
    deps,
    row,
    (await listDepths(tx)).find((depth) => depth.id === id),
    (await oldSecretsUntil(tx, [id])).has(id),
  );
}

function viewTransport(
  deps: ChannelsDeps,
  row: TransportRow,
  depth: Depth | undefined,
  hasHook: boolean,
): z.input<typeof Transport> {
  const { kind } = row;
  const at = (instant: TransportRow['restUntil']) => (instant === null ? null : formatInstant(instant));
  return {
    id: row.id,
    name: row.name,
    kind,
    channels: [...row.channels],
    sender: row.sender,
    settings: { ...row.settings },
    ratePerSecond: row.ratePerSecond,
    window: row.window,
    position: row.position,
    prices: row.prices,
    active: row.active,
    version: row.version,
    failures: row.failures,
    secretsSet: [...new Set([...Object.keys(secretsOf(deps, row)), ...(hasHook ? [HOOK] : [])])],
    receiptPath: kind === 'twilio' ? `${RECEIPT_PATH}/${kind}/${row.token}` : null,
    receivePath: receivePathOf(deps, row),
    waiting: depth?.waiting ?? 0,
    sending: depth?.sending ?? 0,
    restUntil: at(row.restUntil),
    lastError: row.lastError === null ? null : reasonOf(row.lastError),
    lastErrorAt: at(row.lastErrorAt),
    lastSuccessAt: at(row.lastSuccessAt),
  };
}

/** Where what comes in is brought; null where it comes by a session, or not at all. */
function receivePathOf(deps: ChannelsDeps, row: TransportRow): string | null {
  if (row.kind === 'hylafax') return `${FAX_PATH}/${row.token}`;
  if (row.kind === 'chat') return `${CHAT_PATH}/${row.token}`;
  return row.kind === 'twilio' || row.kind === 'kannel' ? pathOf(heardUrl(deps, row)) : null;
}

function withoutEmpty(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
