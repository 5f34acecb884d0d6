import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Where a careless line might put something personal or secret. */
const NEVER = [
  'password',
  'token',
  'secret',
  'key',
  'authorization',
  'cookie',
  'name',
  'phone',
  'email',
  'body',
  'query',
  'headers',
  'req',
  'res',
];

/** One JSON line per entry: ids, codes and durations only. Of an error its kind, code and place: its message may quote a value. */
export function makeLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: NEVER.flatMap((field) => [field, `*.${field}`]), remove: true },
    serializers: { err: describeError, error: describeError },
  };
  return destination ? pino(options, destination) : pino(options, pino.destination({ fd: 1, sync: true }));
}

/** PostgreSQL and parsers quote values in messages ("Key (phone)=(…) already exists"): only what this program itself threw is kept. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, constraint, table, routine } = error as Error & Record<string, unknown>;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    kind: error.name,
    ...(error.constructor === Error ? { said: error.message } : {}),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(typeof table === 'string' ? { table } : {}),
    ...(typeof routine === 'string' ? { routine } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
