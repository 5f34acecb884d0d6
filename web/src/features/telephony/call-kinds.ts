/** What the list of calls can be narrowed to. */
export const CALL_KINDS = ['missed', 'inbound', 'outbound', 'recorded'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** As the server is asked. */
export function queryOf(kind: CallKind | undefined): Record<string, string> {
  if (kind === 'missed' || kind === 'recorded') return { [kind]: 'true' };
  return kind === undefined ? {} : { direction: kind };
}
