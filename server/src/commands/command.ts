import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '../platform/config/index.ts';

export type Values = Readonly<Record<string, string | boolean | undefined>>;

export type CommandContext = {
  readonly values: Values;
  readonly positionals: readonly string[];
  readonly config: Config;
  readonly isJson: boolean;
  /** The result: for people the text, with --json the value. */
  result(value: unknown, text: string): void;
  /** On the way, for people only. */
  note(text: string): void;
};

/** One command of `anbu`. It ends with 0, throws CommandError for 1 and UsageError for 2. */
export type Command = {
  readonly summary: string;
  /** Shown by --help after `anbu <name> `. */
  readonly usage: string;
  readonly options?: ParseArgsOptionsConfig;
  /** Reads its own settings, so that it can explain what is wrong with them. */
  readonly readsNoConfig?: true;
  run(context: CommandContext): Promise<void>;
};

/** It was understood and did not work: the reason in one line. */
export class CommandError extends Error {
  readonly details: unknown;
  constructor(message: string, details: unknown = null) {
    super(message);
    this.details = details;
  }
}

/** It was not understood. */
export class UsageError extends Error {}

export function needed(values: Values, name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value.trim() === '') throw new UsageError(`--${name} is missing`);
  return value;
}

export function optional(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
