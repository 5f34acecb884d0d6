/** Whether the same work may be tried again at once: a deadlock or a lost serialisation kept nothing of it. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** Whether a lock that was waited for (`lock_timeout`) was not to be had: later it may be. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
}
