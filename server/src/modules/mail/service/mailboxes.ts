import type { Mailbox, MailboxInput, MailboxPage, MailboxPatch, MailboxTested } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import {
  notFound,
  ok,
  refuse,
  refuseAt,
  refuseFields,
  type FieldRefusal,
  type Outcome,
} from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { mailboxChanged } from '../events.ts';
import { placeOf } from '../imap/reading.ts';
import { ImapSession } from '../imap/session.ts';
import { MailError } from '../rules/health.ts';
import {
  findMailbox,
  insertMailbox,
  listMailboxes,
  lockMailbox,
  takeAddress,
  updateMailbox,
} from '../store/mailbox-store.ts';
import { countReceived, type Counts } from '../store/received-store.ts';
import type { MailboxRow } from '../vocabulary.ts';
import type { MailDeps } from './deps.ts';
import { sealedOf } from './sign-in.ts';

const MOST_MAILBOXES = 100;
type View = z.input<typeof Mailbox>;
type Fields = Pick<
  MailboxRow,
  'kind' | 'address' | 'host' | 'port' | 'security' | 'username' | 'folder' | 'auth' | 'clientId' | 'tokenUrl'
>;

export async function mailboxes(tx: Tx, { listen }: MailDeps): Promise<z.input<typeof MailboxPage>> {
  const counts = new Map((await countReceived(tx)).map((one) => [one.mailboxId, one]));
  const items = (await listMailboxes(tx, MOST_MAILBOXES)).map((row) => viewMailbox(row, counts.get(row.id)));
  return { items, nextCursor: null, listensAt: listen && `${listen.host}:${listen.port}` };
}

/** A new mailbox. Refuses what `check` refuses, `password` or `refreshToken` field.required, and mail.name_taken, mail.address_taken 409. */
export async function addMailbox(tx: Tx, deps: MailDeps, input: MailboxInput): Promise<Outcome<View>> {
  const { kind, name, active } = input;
  const fields = fieldsOf(input);
  const checked = check(deps, fields);
  if (!checked.ok) return checked;
  const sealed = kind === 'imap' ? sealedOf(deps, fields.auth, input, null) : null;
  if (kind === 'imap' && sealed === null) return refuseAt(secretOf(fields), 'field.required');
  const row = { id: newId(), name, active, sealed, ...fields };
  if (!(await insertMailbox(tx, row))) return refuse('mail.name_taken', { name }, 409);
  if (kind === 'smtp' && !(await takeAddress(tx, row.address, row.id))) {
    return refuse('mail.address_taken', { address: row.address }, 409);
  }
  tx.audit({ action: 'mail.mailbox_added', entity: 'mailbox', entityId: row.id });
  mailboxChanged(tx, row.id);
  return ok(await viewOf(tx, row.id));
}

/** Refuses what `addMailbox` refuses, and request.stale { version } 409. A password that is left out stays. */
export async function changeMailbox(tx: Tx, deps: MailDeps, id: Id, patch: MailboxPatch): Promise<Outcome<View>> {
  const before = await lockMailbox(tx, id);
  if (!before) return notFound('mailbox');
  const { version, password, clientSecret, refreshToken, ...changes } = patch;
  if (version !== undefined && version !== before.version)
    return refuse('request.stale', { version: before.version }, 409);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const after: MailboxRow = { ...before, ...given };
  const fields = fieldsOf(after);
  const checked = check(deps, fields);
  if (!checked.ok) return checked;
  const typed = { password, clientSecret, refreshToken };
  const sealed = before.kind === 'imap' ? sealedOf(deps, fields.auth, typed, before) : null;
  if (before.kind === 'imap' && sealed === null) return refuseAt(secretOf(fields), 'field.required');
  const row: MailboxRow = { ...after, ...fields, sealed };
  const isElsewhere = (['host', 'username', 'folder'] as const).some((name) => before[name] !== row[name]);
  if (!(await updateMailbox(tx, row, isElsewhere))) return refuse('mail.name_taken', { name: row.name }, 409);
  if (row.kind === 'smtp' && !(await takeAddress(tx, row.address, row.id))) {
    return refuse('mail.address_taken', { address: row.address }, 409);
  }
  const changed = (Object.keys(row) as (keyof MailboxRow)[]).filter((field) => before[field] !== row[field]);
  tx.audit({
    action: 'mail.mailbox_changed',
    entity: 'mailbox',
    entityId: id,
    changes: Object.fromEntries(changed.map((field) => [field === 'sealed' ? 'secrets' : field, null])),
  });
  mailboxChanged(tx, id);
  return ok(await viewOf(tx, id));
}

/** Whether the other end answers, knows us and has the folder; nothing is read. The receiving end: whether it is on. */
export async function testMailbox(tx: Tx, deps: MailDeps, id: Id): Promise<Outcome<z.input<typeof MailboxTested>>> {
  const row = await findMailbox(tx, id);
  if (!row) return notFound('mailbox');
  const began = deps.steady();
  const error = row.kind === 'smtp' ? (deps.listen === null ? 'not_listening' : null) : await tryOpen(tx, deps, row);
  tx.audit({ action: 'mail.mailbox_tested', entity: 'mailbox', entityId: id });
  const milliseconds = Math.round(deps.steady() - began);
  return ok({ ok: error === null, error: error === null ? null : faultReason(error), milliseconds });
}

async function tryOpen(tx: Tx, deps: MailDeps, row: MailboxRow): Promise<string | null> {
  try {
    const session = await ImapSession.open(deps.outgoing, await placeOf(deps, tx.orgId, row));
    await session.close();
    return null;
  } catch (error) {
    return error instanceof MailError ? error.fault : 'unreachable';
  }
}

function fieldsOf(input: Fields): Fields {
  const { kind, address } = input;
  const lower = address.normalize('NFC').trim().toLowerCase();
  if (kind === 'smtp')
    return {
      kind,
      address: lower,
      host: null,
      port: null,
      security: null,
      username: null,
      folder: null,
      auth: 'password',
      clientId: null,
      tokenUrl: null,
    };
  const security = input.security ?? 'tls';
  const port = input.port ?? (security === 'tls' ? 993 : 143);
  return {
    kind,
    address: lower,
    host: input.host,
    port,
    security,
    username: input.username,
    folder: input.folder ?? 'INBOX',
    auth: input.auth,
    clientId: input.auth === 'oauth' ? input.clientId : null,
    tokenUrl: input.auth === 'oauth' ? input.tokenUrl : null,
  };
}

const ADDRESS = /^[a-z0-9!#$%&'*/=?^_`{|}~.-]+@[a-z0-9.-]+\.[a-z0-9-]+$/;
const DOMAIN = /^@[a-z0-9.-]+\.[a-z0-9-]+$/;

/** What must be typed once. */
const secretOf = ({ auth }: Fields) => (auth === 'oauth' ? 'refreshToken' : 'password');

/**
 * Refuses by field: `address` mail.address_unfit, `host`, `username`, `clientId` and `tokenUrl` field.required, `tokenUrl` mail.token_url_unfit, `folder`
 * field.bad_character.
 */
function check({ outgoing }: MailDeps, fields: Fields): Outcome<null> {
  const { kind, address, host, username, folder, auth, clientId, tokenUrl } = fields;
  const errors: FieldRefusal[] = [];
  if (!ADDRESS.test(address) && !(kind === 'smtp' && DOMAIN.test(address)))
    errors.push({ field: 'address', code: 'mail.address_unfit', params: {} });
  if (kind === 'imap') {
    if (!host) errors.push({ field: 'host', code: 'field.required', params: {} });
    if (!username) errors.push({ field: 'username', code: 'field.required', params: {} });
    if (auth === 'oauth') {
      if (!clientId) errors.push({ field: 'clientId', code: 'field.required', params: {} });
      if (!tokenUrl) errors.push({ field: 'tokenUrl', code: 'field.required', params: {} });
      else if (!outgoing.mayCall(tokenUrl))
        errors.push({ field: 'tokenUrl', code: 'mail.token_url_unfit', params: {} });
    }
    if (/[\r\n]/.test(folder ?? '')) errors.push({ field: 'folder', code: 'field.bad_character', params: {} });
  }
  return errors.length > 0 ? refuseFields(errors) : ok(null);
}

async function viewOf(tx: Tx, id: Id): Promise<View> {
  const row = await findMailbox(tx, id);
  if (!row) throw new Error('a mailbox vanished in its own transaction');
  return viewMailbox(
    row,
    (await countReceived(tx)).find(({ mailboxId }) => mailboxId === id),
  );
}

function viewMailbox(row: MailboxRow, counts: Counts | undefined): View {
  const { id, name, kind, address, host, port, security, username, folder, active, version, failures, halted } = row;
  const { auth, clientId, tokenUrl } = row;
  const at = (instant: MailboxRow['restUntil']) => (instant === null ? null : formatInstant(instant));
  return {
    id,
    name,
    kind,
    address,
    host,
    port,
    security,
    username,
    folder,
    active,
    version,
    failures,
    halted,
    auth,
    clientId,
    tokenUrl,
    passwordSet: row.sealed !== null,
    waiting: counts?.waiting ?? 0,
    failed: counts?.failed ?? 0,
    restUntil: at(row.restUntil),
    lastError: row.lastError === null ? null : faultReason(row.lastError),
    lastErrorAt: at(row.lastErrorAt),
    lastReadAt: at(row.lastReadAt),
  };
}

export function faultReason(code: string) {
  return { code: `mail.error.${code}`, params: {}, text: '' };
}
