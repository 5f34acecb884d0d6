import type { PostalAddressInput, PostalAddressReply } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { notFound, ok, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged, peopleRead } from './events.ts';
import { listAddresses, removeAddress, updateAddressBad, upsertAddress, type AddressRow } from './store-address.ts';
import { findPerson, lockPerson, updatePerson } from './store-person.ts';

type Reply = z.input<typeof PostalAddressReply>;

/** Where she gets letters; null where nobody knows. The read leaves its line. */
export async function postalAddressOf(tx: Tx, personId: Id): Promise<Outcome<Reply>> {
  if (!(await findPerson(tx, personId))) return notFound('person');
  peopleRead(tx, [personId]);
  return ok({ address: view((await listAddresses(tx, [personId]))[0]) });
}

/** The address as it is told now; one that was found bad is good again. */
export function setPostalAddress(tx: Tx, personId: Id, input: PostalAddressInput): Promise<Outcome<Reply>> {
  return changing(tx, personId, () => upsertAddress(tx, { personId, ...input }));
}

export function dropPostalAddress(tx: Tx, personId: Id): Promise<Outcome<Reply>> {
  return changing(tx, personId, async () => void (await removeAddress(tx, personId)));
}

async function changing(tx: Tx, personId: Id, act: () => Promise<void>): Promise<Outcome<Reply>> {
  if (!(await lockPerson(tx, personId))) return notFound('person');
  await act();
  await updatePerson(tx, personId, {});
  peopleChanged(tx, personId, ['address']);
  return postalAddressOf(tx, personId);
}

/** A letter came back that was printed at `printedAt`: an address that was told since stays good. True where it is bad from now on. */
export async function markAddressBad(tx: Tx, personId: Id, why: string, printedAt: Instant): Promise<boolean> {
  if (!(await lockPerson(tx, personId)) || (await updateAddressBad(tx, personId, why, printedAt)) === 0) return false;
  await updatePerson(tx, personId, {});
  peopleChanged(tx, personId, ['address']);
  return true;
}

/** By person; who has none is not among them. For who writes to them, who leaves the line. */
export async function loadPostalAddresses(tx: Tx, personIds: readonly Id[]): Promise<Map<Id, AddressRow>> {
  if (personIds.length === 0) return new Map();
  return new Map((await listAddresses(tx, [...new Set(personIds)])).map((row) => [row.personId, row]));
}

function view(row: AddressRow | undefined): Reply['address'] {
  if (!row) return null;
  const { country, postcode, lines, state, badWhy, changedAt } = row;
  return { country, postcode, lines: [...lines], state, badWhy, changedAt: formatInstant(changedAt) };
}
