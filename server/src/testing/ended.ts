import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends a program that a test started, and waits until it is gone; what does not end in time is killed. */
export async function ended(child: ChildProcess, milliseconds = 3_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  await exit;
  clearTimeout(timer);
}
