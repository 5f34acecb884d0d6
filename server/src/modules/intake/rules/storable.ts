/**
 * A value as PostgreSQL can keep it: characters that no text of a database may hold – NUL and halves of characters – become U+FFFD. Everything
 * else is as it came.
 */
export function storable(value: unknown): unknown {
  const written = JSON.stringify(value) as string | undefined;
  if (written === undefined) return null;
  // JSON writes whole characters as they are: an escaped surrogate is a half one.
  return JSON.parse(
    written.replace(/\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/gi, (found) => (found === '\\\\' ? found : '\\ufffd')),
  ) as unknown;
}
