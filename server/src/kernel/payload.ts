import { isId, type Id } from './ids.ts';
import { instant, parseInstant, type Instant } from './instant.ts';

/** Reads a payload by what a field must be; anything else counts as absent: an event of an earlier release stops nobody. */
export class Payload {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  code(field: string): string | null {
    const value = this.#values[field];
    return typeof value === 'string' ? value : null;
  }

  codes(field: string): string[] {
    const value = this.#values[field];
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  }

  id(field: string): Id | null {
    const value = this.#values[field];
    return typeof value === 'string' && isId(value) ? value : null;
  }

  ids(field: string): Id[] {
    return this.codes(field).filter(isId);
  }

  number(field: string): number | null {
    const value = this.#values[field];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }

  instant(field: string): Instant | null {
    const value = this.#values[field];
    if (typeof value === 'string') return parseInstant(value);
    return typeof value === 'number' && Number.isSafeInteger(value) ? instant(value) : null;
  }
}
