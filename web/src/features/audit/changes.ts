export type FieldChange = { field: string; before: string; after: string } | { field: string; hidden: true };

/**
 * The changes of an entry, by field. Before and after come as a pair; a field whose values are personal comes without them.
 */
export function fieldChanges(changes: Readonly<Record<string, unknown>> | null): readonly FieldChange[] {
  return Object.entries(changes ?? {}).map(([field, value]) => {
    if (Array.isArray(value) && value.length === 2) return { field, before: shown(value[0]), after: shown(value[1]) };
    if (value === null || value === true) return { field, hidden: true };
    return { field, before: '', after: shown(value) };
  });
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
