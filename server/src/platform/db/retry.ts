/** Whether the same work may be tried again at once: a deadlock or a lost serialisation kept nothing of it. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** The connection broke, the database is full, starting or stopping, or took longer than a statement may. */
const UNAVAILABLE = new Set(['57014', '57P01', '57P02', '57P03', '53000', '53100', '53200', '53300', '53400', '55P03']);
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'ENOENT', 'EAI_AGAIN']);
const POOL =
  /^(timeout exceeded when trying to connect|Connection terminated|Cannot use a pool after calling end|Client has encountered a connection error|Query read timeout|timeout expired)/;

/** Whether it says nothing of the work, but of the database at that moment: a little later it may go well. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (typeof code === 'string' && (UNAVAILABLE.has(code) || SOCKET.has(code) || code.startsWith('08'))) return true;
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' && POOL.test(message);
}

/** Whether a lock that was waited for (`lock_timeout`) was not to be had: later it may be. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
}
