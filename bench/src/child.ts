import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export type Child = { readonly process: ChildProcess; readonly port: number };

/** The program or the floor in a process of its own; over when `disconnect` is called. */
export async function startChild(
  file: string,
  environment: Readonly<Record<string, string>>,
  execArgv: readonly string[] = [],
): Promise<Child> {
  const process_ = fork(path.join(import.meta.dirname, file), {
    env: { ...process.env, ...environment },
    execArgv: [...execArgv],
  });
  const { port } = await answerOf<{ port: number }>(process_);
  return { process: process_, port };
}

/** Sends a message and waits for the answer. */
export function tell<T>({ process: process_ }: Child, message: unknown): Promise<T> {
  const answer = answerOf<T>(process_);
  process_.send(message as string);
  return answer;
}

/** Lets it end, and waits: the database may go then. */
export async function endChild({ process: process_ }: Child): Promise<void> {
  const exited = once(process_, 'exit');
  process_.disconnect();
  await exited;
}

function answerOf<T>(process_: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a process of the bench ended'));
    process_.once('exit', ended);
    process_.once('message', (value) => {
      process_.off('exit', ended);
      resolve(value as T);
    });
  });
}
