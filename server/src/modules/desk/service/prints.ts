import type { PrintInput } from '@anbu/contract';
import type { z } from 'zod';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { knownPersons } from '../../people/index.ts';

/** Paper leaves the house: who printed whom is audited. Refuses by field enquiries.person_unknown. */
export async function notePrint(tx: Tx, input: z.infer<typeof PrintInput>): Promise<Outcome<null>> {
  const known = await knownPersons(tx, input.personIds);
  const errors = input.personIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ field: `personIds.${index}`, code: 'enquiries.person_unknown', params: {} }],
  );
  if (errors.length > 0) return refuseFields(errors.slice(0, 50));
  tx.audit({ action: 'people.printed', entity: input.what, personIds: [...known] });
  return ok(null);
}
