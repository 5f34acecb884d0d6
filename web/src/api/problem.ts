import type { Problem } from '@anbu/contract';
import type { Translate } from '../i18n/language.ts';

type Params = Problem['params'];
export type FieldProblem = NonNullable<Problem['errors']>[number];

/** Whatever went wrong with a request, as a code of the catalogue. */
export class ProblemError extends Error {
  readonly code: string;
  readonly params: Params;
  readonly status: number;
  readonly errors: readonly FieldProblem[];
  readonly detail: string | undefined;
  readonly requestId: string | undefined;

  constructor(problem: Pick<Problem, 'code' | 'params' | 'status'> & Partial<Problem>) {
    super(problem.code);
    this.name = 'ProblemError';
    this.code = problem.code;
    this.params = problem.params;
    this.status = problem.status;
    this.errors = problem.errors ?? [];
    this.detail = problem.detail;
    this.requestId = problem.requestId;
  }
}

/** One sentence for people: ours for the code, else the server's own, else a general one. */
export function problemText(t: Translate, error: unknown): string {
  if (!(error instanceof ProblemError)) return t('problem.unexpected');
  return t.code(error.code, error.params, error.detail ?? t('problem.unexpected'));
}

/**
 * Errors by field for a form: `{ email: '…' }`, nested names joined by dots (`person.phone`).
 * What belongs to no field that the form shows is said by `problemText` above the form.
 */
export function fieldErrors(t: Translate, error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ProblemError)) return {};
  return Object.fromEntries(
    error.errors.map(({ field, code, params, text }) => [
      field.replace(/^\/|^body\./, '').replaceAll('/', '.'),
      t.code(code, params, text),
    ]),
  );
}

export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof ProblemError && codes.includes(error.code);
}

/** Reads are tried again when the network or the server stumbled, never when the answer was a clear no. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  return !(error instanceof ProblemError) || error.status === 0 || error.status >= 502;
}
