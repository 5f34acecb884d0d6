import { isIP } from 'node:net';
import type { AllowedHost } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { insertAllowedHost, listAllowedHosts, removeAllowedHost } from '../store/exchange-store.ts';
import { isNeverCalled } from '../line/house-address.ts';

export async function allowedHosts(tx: Tx): Promise<AllowedHost[]> {
  return (await listAllowedHosts(tx)).map((row) => ({ ...row, allowedAt: formatInstant(row.allowedAt) }));
}

/**
 * An exchange inside the own network may be called from now on: an act of an administrator, with the reason. This machine and what a cloud keeps there are
 * never allowed. Refuses telephony.never_called on `host`, telephony.allowed_already 409. Spec: reliability S9.
 */
export async function allowHost(
  tx: Tx,
  input: { readonly host: string; readonly port: number; readonly reason: string },
): Promise<Outcome<AllowedHost>> {
  if (
    isIP(input.host) !== 0 ? isNeverCalled(input.host) : input.host === 'localhost' || input.host.endsWith('.localhost')
  )
    return refuseAt('host', 'telephony.never_called');
  const id = newId();
  if (!(await insertAllowedHost(tx, { ...input, id }))) return refuse('telephony.allowed_already', {}, 409);
  tx.audit({
    action: 'telephony.host_allowed',
    entity: 'allowed_host',
    entityId: id,
    changes: { host: [null, input.host], port: [null, input.port] },
    reason: input.reason,
  });
  const made = (await allowedHosts(tx)).find((one) => one.id === id);
  if (!made) throw new Error('an address vanished in its own transaction');
  return ok(made);
}

export async function forbidHost(tx: Tx, id: Id): Promise<Outcome<null>> {
  const removed = await removeAllowedHost(tx, id);
  if (!removed) return notFound('allowed_host');
  tx.audit({
    action: 'telephony.host_forbidden',
    entity: 'allowed_host',
    entityId: id,
    changes: { host: [removed.host, null], port: [removed.port, null] },
  });
  return ok(null);
}
