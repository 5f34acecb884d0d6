import type { Log } from './log.ts';

let rejections = 0;

/** Failures of this process that nobody waited for. */
export function countRejections(): number {
  return rejections;
}

/**
 * For processes that run until they are stopped. A failure that nobody waited for is told and counted, and the process goes on: it is of one connection or
 * message, and others are in the middle of theirs. An exception that nobody caught may have left anything half done in memory: `broken` is called, once.
 * Decision 0036.
 */
export function watchFaults(log: Log, broken: () => void): void {
  process.on('unhandledRejection', (reason) => {
    rejections += 1;
    log.error({ err: reason }, 'something failed that nobody waited for');
  });
  let isBroken = false;
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an exception that nobody caught');
    if (isBroken) return;
    isBroken = true;
    broken();
  });
}
