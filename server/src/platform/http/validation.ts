import type { z } from 'zod';
import { ok, refuseFields, type FieldRefusal, type Outcome, type RefusalParams } from '../../kernel/outcome.ts';

type Issue = z.core.$ZodIssue;
const MOST_ERRORS = 50;

/** Parses one part of a request. All wrong fields are named at once, each by its dotted path, the whole as `body`; refuses request.invalid. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): Outcome<z.output<S>> {
  const result = schema.safeParse(input);
  if (result.success) return ok(result.data);
  const errors = fieldErrors(result.error.issues, input).slice(0, MOST_ERRORS);
  return refuseFields(errors.map((error) => (error.field === '' ? { ...error, field: 'body' } : error)));
}

export function fieldErrors(issues: readonly Issue[], input: unknown): FieldRefusal[] {
  return issues.flatMap((issue) => errorsOf(issue, input));
}

function errorsOf(issue: Issue, input: unknown): FieldRefusal[] {
  const field = issue.path.map(String).join('.');
  const error = (code: string, params: RefusalParams = {}): FieldRefusal[] => [{ field, code, params }];
  const isMissing = valueAt(input, issue.path) === undefined;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: [...issue.path, key].map(String).join('.').slice(0, 200),
        code: 'field.unknown',
        params: {},
      }));
    case 'invalid_union':
      return isMissing ? error('field.required') : bestBranch(issue, input);
    case 'invalid_type':
      return isMissing ? error('field.required') : error('field.type', { expected: issue.expected });
    case 'invalid_value':
      return isMissing ? error('field.required') : error('field.not_allowed', { allowed: issue.values.map(String) });
    case 'invalid_format':
      return error('field.format', { expected: issue.format });
    case 'too_big': {
      const code = { text: 'field.too_long', list: 'field.too_many', number: 'field.too_big' }[kindOf(issue.origin)];
      return error(code, { maximum: Number(issue.maximum) });
    }
    case 'too_small': {
      // An empty text is a field that was not filled in.
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return error('field.required');
      const code = { text: 'field.too_short', list: 'field.too_few', number: 'field.too_small' }[kindOf(issue.origin)];
      return error(code, { minimum: Number(issue.minimum) });
    }
    case 'custom': {
      const { code, ...params } = (issue.params ?? {}) as RefusalParams & { code?: unknown };
      return typeof code === 'string' ? error(code, params) : error('field.format', { expected: issue.message });
    }
    case 'not_multiple_of':
      return error('field.format', { expected: `multiple of ${issue.divisor}` });
    case 'invalid_key':
    case 'invalid_element':
      return error('field.format', { expected: issue.code });
  }
}

/** Of several allowed shapes the one that the caller most likely meant: the fewest and deepest complaints. */
function bestBranch(issue: Extract<Issue, { code: 'invalid_union' }>, input: unknown): FieldRefusal[] {
  const here = valueAt(input, issue.path);
  const branches = issue.errors
    .filter((branch) => branch.length > 0)
    .map((branch) => ({ branch, cost: branch.reduce((sum, one) => sum + costOf(one), 0) }))
    .sort((one, other) => one.cost - other.cost);
  const best = branches[0]?.branch ?? [];
  if (best.length === 0) {
    return [{ field: issue.path.map(String).join('.'), code: 'field.format', params: { expected: 'union' } }];
  }
  return fieldErrors(best, here).map((error) => ({
    ...error,
    field: [...issue.path.map(String), ...(error.field === '' ? [] : [error.field])].join('.'),
  }));
}

function costOf(issue: Issue): number {
  if (issue.code === 'invalid_type' && issue.path.length === 0) return 100;
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
  return 2;
}

function kindOf(origin: string): 'text' | 'list' | 'number' {
  if (origin === 'string' || origin === 'file') return 'text';
  return origin === 'array' || origin === 'set' || origin === 'map' ? 'list' : 'number';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
