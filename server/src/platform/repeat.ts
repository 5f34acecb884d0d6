/**
 * Does `work` again and again, `milliseconds` after it was done the last time, without keeping the process alive; a failure is told and the next turn comes.
 * Gives what ends it, which waits for the turn that runs.
 */
export function repeat(
  work: () => Promise<void>,
  milliseconds: number,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const turn = () => {
    running = work()
      .catch(failed)
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, milliseconds).unref();
      });
  };
  turn();
  return () => {
    stopped = true;
    if (timer) clearTimeout(timer);
    return running;
  };
}
