type Asked<T> = T | null | undefined | false;

/**
 * Asks until it holds, and gives that; a failure of the test after a minute, or so long as is said, of a machine that has other work. `what` is asked at the end:
 * it may say what was there instead.
 */
export async function until<T>(
  ask: () => Asked<T> | Promise<Asked<T>>,
  what: string | (() => string) = 'what was asked',
  { milliseconds = 60_000, pause = 25 } = {},
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`in vain waited for: ${typeof what === 'string' ? what : what()}`);
    await new Promise((wake) => setTimeout(wake, pause));
  }
}
