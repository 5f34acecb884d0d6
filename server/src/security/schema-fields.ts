import { z } from 'zod';

type Json = { [key: string]: unknown };

/** Dotted names of every field that a schema takes, an item of a list as `*`, of a free record as `%`. */
export function fieldsOf(schema: z.ZodType): Set<string> {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  const found = new Set<string>();
  walk(whole, whole, '', found);
  return found;
}

function walk(whole: Json, part: Json, at: string, found: Set<string>): void {
  if (at !== '') found.add(at);
  const under = (name: string) => (at === '' ? name : `${at}.${name}`);
  const ref = part['$ref'];
  if (typeof ref === 'string') walk(whole, definition(whole, ref), at, found);
  for (const branch of [...list(part['anyOf']), ...list(part['oneOf']), ...list(part['allOf'])])
    walk(whole, branch, at, found);
  for (const [name, value] of Object.entries((part['properties'] ?? {}) as Json))
    walk(whole, value as Json, under(name), found);
  if (isObject(part['items'])) walk(whole, part['items'], under('*'), found);
  for (const item of list(part['prefixItems'])) walk(whole, item, under('*'), found);
  if (isObject(part['additionalProperties'])) walk(whole, part['additionalProperties'], under('%'), found);
}

function definition(whole: Json, ref: string): Json {
  let part: unknown = whole;
  for (const step of ref.replace(/^#\/?/, '').split('/').filter(Boolean)) part = (part as Json)[step];
  return part as Json;
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}
