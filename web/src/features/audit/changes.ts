export type FieldChange = { field: string; before: unknown; after: unknown } | { field: string; hidden: true };

/**
 * The changes of an entry, by field. Before and after come as a pair; a field whose values are personal comes without them.
 */
export function fieldChanges(changes: Readonly<Record<string, unknown>> | null): readonly FieldChange[] {
  return Object.entries(changes ?? {}).map(([field, value]) => {
    if (Array.isArray(value) && value.length === 2)
      return { field, before: value[0] as unknown, after: value[1] as unknown };
    if (value === null || value === true) return { field, hidden: true };
    return { field, before: null, after: value };
  });
}

export type Names = {
  readonly user: (id: string) => string | null;
  readonly team: (id: string) => string | null;
  readonly status: (code: string) => string | null;
  readonly role: (code: string) => string | null;
  readonly yes: string;
  readonly no: string;
  readonly time: (text: string | number) => string;
};

/** By the field, who or what a value names. */
const NAMED: Readonly<Record<string, 'user' | 'team' | 'status' | 'role' | 'time'>> = {
  ...{ ownerId: 'user', userId: 'user', leaderId: 'user', memberIds: 'user' },
  ...{ teamId: 'team', teamIds: 'team', intakeTeamId: 'team' },
  ...{ status: 'status', role: 'role', actionDueAt: 'time', quietUntil: 'time' },
};

/** A value in words: names for ids, yes and no, times in the reader's form; what nobody knows stays as it is. */
export function valueWords(field: string, value: unknown, names: Names): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map((one) => valueWords(field, one, names)).join(', ') || '–';
  if (typeof value === 'boolean') return value ? names.yes : names.no;
  const kind = NAMED[field];
  if (kind === 'time' && (typeof value === 'string' || typeof value === 'number')) return names.time(value);
  if (kind && kind !== 'time' && typeof value === 'string') return names[kind](value) ?? value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
