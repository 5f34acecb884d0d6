import type { Id } from '../../../kernel/ids.ts';
import { ok } from '../../../kernel/outcome.ts';
import type { JobHandler } from '../neighbours.ts';
import { analyse, type Runner } from './analyse.ts';
import { apply } from './apply.ts';

/** Brings an import as far as it can go without a decision. May be started again at any time, at any point. */
export async function runImport(runner: Runner, id: Id): Promise<void> {
  await analyse(runner, id);
  await apply(runner, id);
}

export const importJob: JobHandler = async (context) => {
  if (context.ref !== null) await runImport(context, context.ref);
  return ok(null);
};
