import { createRequire } from 'node:module';

const runtime = createRequire(import.meta.url)('../../scripts/lib/runtime.cjs') as { PROGRAM_FLAGS: readonly string[] };

/** Of Node, as `npm start` gives them to the program. */
export const PROGRAM_FLAGS: readonly string[] = runtime.PROGRAM_FLAGS;
