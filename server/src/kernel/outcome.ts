/** Expected failures are values. A refusal's code is stable, its params fill the message of the catalogue in `contract`. */
export type RefusalParams = Record<string, string | number | boolean | null | readonly string[]>;

export type FieldRefusal = { readonly field: string; readonly code: string; readonly params: RefusalParams };

export type Refusal = {
  readonly code: string;
  readonly params: RefusalParams;
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 503;
  readonly errors?: readonly FieldRefusal[];
};

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Refused = { readonly ok: false; readonly refusal: Refusal };
export type Outcome<T> = Ok<T> | Refused;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** A refusal that the caller can mend: 422 unless another status says it better. */
export function refuse(code: string, params: RefusalParams = {}, status: Refusal['status'] = 422): Refused {
  return { ok: false, refusal: { code, params, status } };
}

/** One or more fields are wrong: all of them are named at once. */
export function refuseFields(errors: readonly FieldRefusal[]): Refused {
  return { ok: false, refusal: { code: 'request.invalid', params: {}, status: 422, errors } };
}

/** A refusal with a code of its own that a form shows beside one of its fields. */
export function refuseAt(field: string, code: string, params: RefusalParams = {}): Refused {
  return { ok: false, refusal: { code, params, status: 422, errors: [{ field, code, params }] } };
}

/**
 * The errors of a refusal: those that it names, else the one field of its params: `enquiries.field_required` { field } says it to programs and
 * to forms alike.
 */
export function errorsOf({
  code,
  params,
  errors,
}: Pick<Refusal, 'code' | 'params' | 'errors'>): readonly FieldRefusal[] {
  if (errors) return errors;
  return typeof params['field'] === 'string' ? [{ field: params['field'], code, params }] : [];
}

/** The same refusal where its fields stand inside `part` of a larger body. */
export function under(part: string, refused: Refused): Refused {
  const errors = errorsOf(refused.refusal).map((error) => ({ ...error, field: `${part}.${error.field}` }));
  return errors.length === 0 ? refused : { ok: false, refusal: { ...refused.refusal, errors } };
}

/** The same refusal where the fields of `part` stand in the body itself. */
export function outOf(part: string, refused: Refused): Refused {
  const { errors } = refused.refusal;
  if (!errors) return refused;
  const start = `${part}.`;
  const bare = errors.map((error) =>
    error.field.startsWith(start) ? { ...error, field: error.field.slice(start.length) } : error,
  );
  return { ok: false, refusal: { ...refused.refusal, errors: bare } };
}

export function notFound(what: string): Refused {
  return refuse('request.not_found', { what }, 404);
}

/** For places where a refusal is a bug: the demo generator, a test's arrangement. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${outcome.refusal.code} ${JSON.stringify(outcome.refusal)}`);
}
