import type { IntakeMapping } from '@anbu/contract';

/** What stands at `lead.answers.0.value` of a body; undefined where there is nothing. */
export function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Record<string, unknown>)[step];
  }, body);
}

export type IncomingBody = {
  readonly person: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
};

/**
 * A foreign body in our shape, by the paths of a mapping; without a mapping the body as it is. Texts are made of numbers; a list of
 * interests may come as one text with commas. Nothing is checked here.
 */
export function mappedBody(body: unknown, mapping: IntakeMapping): unknown {
  if (Object.keys(mapping).length === 0) return body;
  const at = (field: keyof IntakeMapping): unknown => {
    const path = mapping[field];
    const value = path === undefined ? undefined : valueAt(body, path);
    return typeof value === 'number' ? String(value) : (value ?? undefined);
  };
  const interests = at('interests');
  return withoutEmpty({
    person: withoutEmpty({ name: at('person.name'), phone: at('person.phone'), email: at('person.email') }),
    text: at('text'),
    interests: typeof interests === 'string' ? interests.split(',').map((one) => one.trim()) : interests,
    sourceChannel: at('sourceChannel'),
    campaign: at('campaign'),
    receivedAt: at('receivedAt'),
  });
}

function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
