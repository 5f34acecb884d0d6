import { setTimeout as sleep } from 'node:timers/promises';
import { running } from './postmaster.ts';

const LOOK_EVERY = 500;

type Report = {
  readonly log: (message: string) => void;
  readonly onRestart?: (restart: { outcome: 'restarted' | 'failed'; tookMilliseconds: number; error?: Error }) => void;
};

/**
 * Looks twice a second whether the server lives, and has it started again when it does not, with growing pauses while
 * that fails. Gives a function that ends the watch and waits for a restart under way.
 */
export function watch(data: string, restart: () => Promise<void>, { log, onRestart }: Report): () => Promise<void> {
  const ended = new AbortController();
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { ref: false, signal: ended.signal }).catch(() => {});
  const loop = async () => {
    let failures = 0;
    while (!ended.signal.aborted) {
      await pause(failures ? Math.min(LOOK_EVERY * 2 ** failures, 15_000) : LOOK_EVERY);
      if (ended.signal.aborted || running(data)) continue;
      const began = performance.now();
      try {
        await restart();
        failures = 0;
        const tookMilliseconds = Math.round(performance.now() - began);
        log(`the database had died and was started again in ${tookMilliseconds} ms`);
        onRestart?.({ outcome: 'restarted', tookMilliseconds });
      } catch (thrown) {
        failures += 1;
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        log(`the database died and did not start again: ${error.message}`);
        onRestart?.({ outcome: 'failed', tookMilliseconds: Math.round(performance.now() - began), error });
      }
    }
  };
  const finished = loop();
  return () => {
    ended.abort();
    return finished;
  };
}
