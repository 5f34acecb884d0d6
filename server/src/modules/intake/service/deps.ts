import type { Database } from '../../../platform/db/index.ts';

export type IntakeDeps = {
  readonly database: Database;
  readonly secrets: {
    seal(text: string, purpose: string): string;
    open(sealed: string, purpose: string): string;
  };
};

/** What a sealed text is for: one does not open as another. */
export const SECRET_PURPOSE = 'intake.secret';
export const STAMP_PURPOSE = 'intake.stamp';
