import type { MessageChannel, Purpose, StopReason, SuppressionInput } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { readPhone, regionHere, type PhoneRegion } from '../../people/index.ts';
import { confirmationDue, consentsStopped, stopLifted } from '../events.ts';
import {
  findSuppression,
  insertSuppression,
  listHolders,
  lockAddresses,
  lockSuppression,
  updateLifted,
  type SuppressionRow,
} from '../store/suppression-store.ts';
import { holdPersons, refreshSums } from './refresh.ts';

export type Stop = {
  readonly personId: Id | null;
  readonly address: string | null;
  readonly purposes: readonly Purpose[] | null;
  readonly channels: readonly MessageChannel[] | null;
  readonly reason: StopReason;
  readonly note: string | null;
  readonly until: Instant | null;
};

/** A stop entered by staff. Refuses by field field.not_found (`personId`), phone.impossible (`address`), consents.until_past (`until`). */
export async function suppress(tx: Tx, input: SuppressionInput): Promise<Outcome<SuppressionRow>> {
  const address = input.address === undefined ? ok(null) : readAddress(input.address, await regionHere(tx));
  if (!address.ok) return address;
  const until = input.until === undefined ? null : parseInstant(input.until);
  if (until !== null && until <= tx.now) return refuseAt('until', 'consents.until_past');
  return stopTelling(tx, {
    personId: input.personId ?? null,
    address: address.value,
    purposes: input.purposes ?? null,
    channels: input.channels ?? null,
    reason: input.reason,
    note: input.note ?? null,
    until,
  });
}

/** E.164, or an e-mail address in lower case; a number without a country is one of `region`. Refuses `address` phone.impossible. */
export function readAddress(text: string, region: PhoneRegion): Outcome<string> {
  if (text.includes('@')) return ok(text.normalize('NFC').trim().toLowerCase());
  const phone = readPhone(text, region);
  return phone.ok ? phone : refuseAt('address', 'phone.impossible');
}

/** Effective with the commit: whoever hands a message to one of these persons over waits, and then sees it. `confirm`: who said it is told once. */
export async function stopTelling(tx: Tx, stop: Stop, confirm = false): Promise<Outcome<SuppressionRow>> {
  const holders = stop.address === null ? [] : await listHolders(tx, stop.address);
  const personIds = stop.personId === null ? holders : [stop.personId];
  const held = await holdPersons(tx, personIds);
  // A message may be on its way there to somebody whose it was.
  if (stop.address !== null) {
    await lockAddresses(tx, [stop.address], 'alone');
    await tx.moveOn();
  }
  if (stop.personId !== null && !held.has(stop.personId)) return refuseAt('personId', 'field.not_found');
  const id = newId();
  await insertSuppression(tx, { id, ...stop });
  await refreshSums(tx, [...held.keys()]);
  consentsStopped(tx, id, [...held.keys()]);
  if (confirm) confirmationDue(tx, id);
  tx.audit({
    action: 'consents.stopped',
    personIds: [...held.keys()],
    entity: 'suppression',
    entityId: id,
    changes: { reason: [null, stop.reason], purposes: [null, stop.purposes], channels: [null, stop.channels] },
  });
  const row = await findSuppression(tx, id);
  return row ? ok(row) : notFound('suppression');
}

/** Lifted by evidence, and kept. Refuses 404 and consents.not_stopped 409 where it was lifted before. */
export async function liftStop(tx: Tx, id: Id, evidence: string): Promise<Outcome<SuppressionRow>> {
  const seen = await findSuppression(tx, id);
  if (!seen) return notFound('suppression');
  const personIds = seen.personId === null ? await listHolders(tx, seen.address ?? '') : [seen.personId];
  const held = await holdPersons(tx, personIds);
  // Persons before stops, as whoever stops them.
  const row = await lockSuppression(tx, id);
  if (!row) return notFound('suppression');
  if (row.liftedAt !== null) return refuse('consents.not_stopped', {}, 409);
  await updateLifted(tx, [id], evidence);
  await refreshSums(tx, [...held.keys()]);
  stopLifted(tx, id, [...held.keys()]);
  tx.audit({
    action: 'consents.stop_lifted',
    personIds: [...held.keys()],
    entity: 'suppression',
    entityId: id,
    changes: { evidence: null },
  });
  const lifted = await findSuppression(tx, id);
  return lifted ? ok(lifted) : notFound('suppression');
}
