import type { MessageReturned } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { message } from '../../channels/index.ts';
import { findBounce } from '../store/bounce-store.ts';

/** What a mail server said last of a message; `returned` null where none said anything. A read of its person. Refuses 404. */
export async function returnedOfMessage(tx: Tx, id: Id): Promise<Outcome<z.input<typeof MessageReturned>>> {
  const found = await message(tx, id);
  if (!found.ok) return found;
  const row = await findBounce(tx, id);
  if (!row) return ok({ returned: null });
  const { action, status, diagnostic, heardAt } = row;
  return ok({ returned: { action, status, words: diagnostic, at: formatInstant(heardAt) } });
}
