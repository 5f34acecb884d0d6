import pg from 'pg';
import { newId } from '../../server/src/kernel/ids.ts';

/** A statement as it went to PostgreSQL. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] };

type Query = (this: pg.Client, text: unknown, values?: unknown, ...rest: unknown[]) => unknown;

/** Keeps every statement of this process between `start` and `stop`: the floor runs the very same. */
export function recorder(): { start(): void; stop(): Statement[] } {
  let statements: Statement[] | null = null;
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = function (text, values, ...rest) {
    if (statements && typeof text === 'string')
      statements.push({ text, values: Array.isArray(values) ? [...(values as unknown[])] : [] });
    return original.call(this, text, values, ...rest);
  };
  return {
    start: () => void (statements = []),
    stop() {
      const found = statements ?? [];
      statements = null;
      return found;
    },
  };
}

export const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * A recording with holes: what belonged to the recorded request gets the values of another one, and every id that the program made for it
 * (those not in `known`) becomes a new one.
 */
export function template(
  recorded: readonly Statement[],
  known: ReadonlySet<string>,
): (pairs: readonly (readonly [string, string])[]) => Statement[] {
  return (pairs) => {
    const fresh = new Map<string, string>();
    const fill = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(fill);
      if (typeof value !== 'string') return value;
      const exact = pairs.find(([from]) => from === value);
      if (exact) return exact[1];
      // Short values are replaced only where they are the whole value: four digits may stand anywhere.
      const changed = pairs.reduce((text, [from, to]) => (from.length > 6 ? text.replaceAll(from, to) : text), value);
      return changed.replace(UUID, (id) => {
        if (known.has(id) || pairs.some(([, to]) => to === id)) return id;
        let made = fresh.get(id);
        if (!made) fresh.set(id, (made = newId()));
        return made;
      });
    };
    return recorded.map(({ text, values }) => ({ text, values: values.map(fill) }));
  };
}
