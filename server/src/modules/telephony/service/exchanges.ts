import type { Exchange, ExchangeInput, ExchangeMade, ExchangePatch } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { newToken, oldSecretsUntil, renewSecret } from '../../../platform/webhooks/index.ts';
import { defaultSite, findSite } from '../../identity/index.ts';
import {
  findExchange,
  insertExchange,
  listConnections,
  listExchanges,
  lockExchange,
  updateExchange,
} from '../store/exchange-store.ts';
import { releaseLine } from '../store/line-store.ts';
import type { ConnectionRow, ExchangeRow } from '../vocabulary.ts';
import { SECRET_PURPOSE, type TelephonyDeps } from './deps.ts';

const MOST = 200;

export async function exchanges(tx: Tx): Promise<Exchange[]> {
  const lines = new Map((await listConnections(tx)).map((line) => [line.exchangeId, line]));
  const rows = await listExchanges(tx, MOST);
  const until = await oldSecretsUntil(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => viewExchange(tx, row, lines.get(row.id), until.get(row.id) ?? null));
}

/**
 * A new exchange. A webhook gets a signing secret, which this answer alone shows. Refuses by field telephony.line_incomplete, enquiries.site_unknown;
 * telephony.name_taken 409.
 */
export async function addExchange(
  tx: Tx,
  { secrets }: TelephonyDeps,
  input: ExchangeInput,
): Promise<Outcome<ExchangeMade>> {
  const site = input.site === undefined ? await defaultSite(tx) : await findSite(tx, input.site);
  if (!site) return refuseFields([{ field: 'site', code: 'enquiries.site_unknown', params: {} }]);
  const isLine = input.kind !== 'webhook';
  const missing = isLine ? incomplete({ ...input, password: input.password ?? null }) : [];
  if (missing.length > 0) return refuseFields(missing);
  const row = {
    id: newId(),
    kind: input.kind,
    name: input.name,
    siteId: site.id,
    host: isLine ? input.host : null,
    port: isLine ? input.port : null,
    tls: input.tls,
    username: isLine ? input.username : null,
    secrets: isLine ? [secrets.seal(input.password ?? '', SECRET_PURPOSE)] : [],
    token: isLine ? null : newToken(),
    channel: input.channel,
    context: input.context,
    callerNumber: input.callerNumber,
    recordingBase: input.recordingBase,
    recordingAnnounced: input.recordingAnnounced,
    recordingConsent: input.recordingConsent,
    recordingDays: input.recordingDays,
    active: input.active,
  };
  if (!(await insertExchange(tx, row))) return refuse('telephony.name_taken', { name: input.name }, 409);
  const secret = isLine ? null : await renewSecret(tx, secrets, row.id, SECRET_PURPOSE);
  tx.audit({ action: 'telephony.exchange_added', entity: 'exchange', entityId: row.id });
  tx.emit({ type: 'telephony.exchange_changed', payload: { exchangeId: row.id } });
  return ok({ ...viewExchange(tx, { ...row, version: 1 }, undefined, null), secret });
}

/** Refuses request.stale 409, telephony.line_incomplete and enquiries.site_unknown by field, telephony.name_taken 409. */
export async function changeExchange(
  tx: Tx,
  { secrets }: TelephonyDeps,
  id: Id,
  patch: ExchangePatch,
): Promise<Outcome<Exchange>> {
  const before = await lockExchange(tx, id);
  if (!before) return notFound('exchange');
  if (patch.version !== undefined && patch.version !== before.version) {
    return refuse('request.stale', { version: before.version }, 409);
  }
  if (patch.site !== undefined && !(await findSite(tx, patch.site))) {
    return refuseFields([{ field: 'site', code: 'enquiries.site_unknown', params: {} }]);
  }
  const { site, password, version: _version, ...fields } = patch;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const isLine = before.kind !== 'webhook';
  const after: ExchangeRow = {
    ...before,
    ...given,
    siteId: site ?? before.siteId,
    ...(isLine && password !== undefined ? { secrets: [secrets.seal(password, SECRET_PURPOSE)] } : {}),
  };
  const missing = isLine ? incomplete({ ...after, password: '' }) : [];
  if (missing.length > 0) return refuseFields(missing);
  if (!(await updateExchange(tx, after))) return refuse('telephony.name_taken', { name: after.name }, 409);
  const changed = Object.keys(given).filter(
    (field) => before[field as keyof ExchangeRow] !== after[field as keyof ExchangeRow],
  );
  tx.audit({
    action: 'telephony.exchange_changed',
    entity: 'exchange',
    entityId: id,
    changes: Object.fromEntries(
      [...changed, ...(password === undefined ? [] : ['password'])].map((one) => [one, null]),
    ),
  });
  tx.emit({ type: 'telephony.exchange_changed', payload: { exchangeId: id } });
  return ok(await viewOne(tx, id));
}

/** A new signing secret of a webhook, shown in this answer alone; the former one counts for a day. */
export async function renewExchangeSecret(tx: Tx, { secrets }: TelephonyDeps, id: Id): Promise<Outcome<ExchangeMade>> {
  const before = await lockExchange(tx, id);
  if (!before) return notFound('exchange');
  if (before.kind !== 'webhook') return refuse('telephony.no_secret', { kind: before.kind });
  const secret = await renewSecret(tx, secrets, id, SECRET_PURPOSE);
  await updateExchange(tx, before);
  tx.audit({ action: 'telephony.secret_renewed', entity: 'exchange', entityId: id });
  return ok({ ...(await viewOne(tx, id)), secret });
}

/** The line is opened anew: what comes of it is the state of the exchange. Refuses telephony.no_line of a webhook, or one that is off. */
export async function reconnectExchange(tx: Tx, id: Id): Promise<Outcome<Exchange>> {
  const row = await lockExchange(tx, id);
  if (!row) return notFound('exchange');
  if (row.kind === 'webhook' || !row.active) return refuse('telephony.no_line', { name: row.name });
  await releaseLine(tx, id, null);
  tx.audit({ action: 'telephony.exchange_tested', entity: 'exchange', entityId: id });
  tx.emit({ type: 'telephony.exchange_changed', payload: { exchangeId: id } });
  return ok(await viewOne(tx, id));
}

async function viewOne(tx: Tx, id: Id): Promise<Exchange> {
  const row = await findExchange(tx, id);
  if (!row) throw new Error('an exchange vanished in its own transaction');
  const lines = await listConnections(tx);
  return viewExchange(
    tx,
    row,
    lines.find(({ exchangeId }) => exchangeId === id),
    (await oldSecretsUntil(tx, [id])).get(id) ?? null,
  );
}

function incomplete(line: {
  readonly host: string | null;
  readonly port: number | null;
  readonly username: string | null;
  readonly password: string | null;
}): FieldRefusal[] {
  return (['host', 'port', 'username', 'password'] as const)
    .filter((field) => line[field] === null)
    .map((field) => ({ field, code: 'field.required', params: {} }));
}

function viewExchange(
  tx: Tx,
  row: ExchangeRow,
  line: ConnectionRow | undefined,
  oldSecretUntil: Instant | null,
): Exchange {
  const { id, kind, name, siteId, host, port, tls, username, channel, context, callerNumber } = row;
  const { recordingBase, recordingAnnounced, recordingConsent, recordingDays, active, version } = row;
  const since = line?.since;
  return {
    id,
    kind,
    name,
    siteId,
    host,
    port,
    tls,
    username,
    channel,
    context,
    callerNumber,
    recordingBase,
    recordingAnnounced,
    recordingConsent,
    recordingDays,
    active,
    version,
    path: row.token === null ? null : `/api/v1/telephony/events/${row.token}`,
    oldSecretUntil: oldSecretUntil === null ? null : formatInstant(oldSecretUntil),
    state: active ? (line?.state ?? 'waiting') : 'off',
    stateSince: since === undefined ? null : formatInstant(since),
    error: line?.error && active ? { code: line.error, text: textOf(tx.actor.language, line.error, {}) } : null,
    lastHeardAt: line?.lastHeardAt ? formatInstant(line.lastHeardAt) : null,
  };
}
