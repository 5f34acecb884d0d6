import { loadPostalAddresses } from '../../../people/index.ts';
import type { Id } from '../../../../kernel/ids.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { inOneLine, type Postal } from '../../rules/envelope.ts';

export type Where =
  | { readonly ok: true; readonly postal: Postal; readonly line: string }
  /** Why no letter reaches her: a code of the catalogue. */
  | { readonly ok: false; readonly why: 'channels.no_postal_address' | 'channels.bad_postal_address' };

/** Where letters of these persons go, or why they do not. */
export async function whereTo(tx: Tx, personIds: readonly Id[]): Promise<(personId: Id) => Where> {
  const known = await loadPostalAddresses(tx, personIds);
  return (personId) => {
    const row = known.get(personId);
    if (!row) return { ok: false, why: 'channels.no_postal_address' };
    return row.state === 'bad'
      ? { ok: false, why: 'channels.bad_postal_address' }
      : { ok: true, postal: row, line: inOneLine(row) };
  };
}
