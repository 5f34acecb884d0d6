import type { AuditTally } from '@anbu/contract';

/** What one caller did in a period, in the columns of the table. */
export type CallerTally = {
  readonly id: string;
  readonly userId: string | null;
  readonly name: string;
  /** How often she opened a person. */
  readonly opened: number;
  /** People that her lists and searches showed, each time anew. */
  readonly listed: number;
  readonly printed: number;
  /** Acts that added or changed something of a person or an enquiry. */
  readonly changed: number;
};

const READS: ReadonlySet<string> = new Set(['people.read', 'people.listed', 'enquiries.alerts_read', 'audit.read']);
/** To hold an enquiry changes nothing of it. */
const NO_CHANGES: ReadonlySet<string> = new Set([
  ...READS,
  'people.printed',
  'enquiries.claim',
  'enquiries.release',
  'enquiries.claim_ended',
]);

/** Who opened most first. */
export function byCaller(items: readonly AuditTally[]): readonly CallerTally[] {
  const callers = new Map<string, CallerTally>();
  for (const { userId, apiKeyId, name, action, entries, lists, people } of items) {
    const id = userId ?? apiKeyId ?? '';
    const before = callers.get(id) ?? { id, userId, name, opened: 0, listed: 0, printed: 0, changed: 0 };
    // A line that is no list names one person at most.
    const alone = Math.min(entries - lists, people);
    const about = /^(people|enquiries)\./.test(action);
    callers.set(id, {
      ...before,
      opened: before.opened + (action === 'people.read' ? alone : 0),
      listed: before.listed + (READS.has(action) ? people - (action === 'people.read' ? alone : 0) : 0),
      printed: before.printed + (action === 'people.printed' ? people : 0),
      changed: before.changed + (about && !NO_CHANGES.has(action) ? entries : 0),
    });
  }
  return [...callers.values()]
    .filter(({ opened, listed, printed, changed }) => opened + listed + printed + changed > 0)
    .sort((a, b) => b.opened - a.opened || b.listed - a.listed);
}
