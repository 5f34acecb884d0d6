import type { CalendarDay } from '../../../../kernel/calendar-day.ts';
import type { Jurisdiction, MessageChannel, Purpose, RuleKind, RuleRef, RuleRow } from './types.ts';

/** The rules of an organisation, found by what a message is. */
export type RuleBook = {
  /** The rule of a kind that holds on a day; null where there is none, or it is switched off. */
  find(
    kind: RuleKind,
    jurisdiction: Jurisdiction,
    channel: MessageChannel,
    purpose: Purpose,
    day: CalendarDay,
  ): RuleRow | null;
  /** Whether a budget counts what is told for a purpose, in any country, switched on or off. What none counts need not be kept. */
  counts(purpose: Purpose): boolean;
};

/** Rows by what they are for, the highest revision and the latest beginning first: a look-up is one step. */
export function ruleBook(rows: readonly RuleRow[]): RuleBook {
  const found = new Map<string, Map<RuleKind, RuleRow[]>>();
  const counted = new Set(rows.flatMap(({ kind, purposes }) => (kind === 'budget' ? purposes : [])));
  for (const row of rows) {
    for (const channel of row.channels) {
      for (const purpose of row.purposes) {
        const key = keyOf(row.jurisdiction, channel, purpose);
        const kinds = found.get(key) ?? new Map<RuleKind, RuleRow[]>();
        kinds.set(row.kind, [...(kinds.get(row.kind) ?? []), row]);
        found.set(key, kinds);
      }
    }
  }
  for (const list of [...found.values()].flatMap((kinds) => [...kinds.values()])) {
    list.sort((a, b) => b.revision - a.revision || (a.validFrom < b.validFrom ? 1 : -1));
  }
  type Looked = {
    jurisdiction: Jurisdiction;
    channel: MessageChannel;
    purpose: Purpose;
    kinds: Map<RuleKind, RuleRow[]> | undefined;
  };
  let last: Looked | { jurisdiction: null; channel: null; purpose: null; kinds: undefined } = {
    jurisdiction: null,
    channel: null,
    purpose: null,
    kinds: undefined,
  };
  return {
    counts: (purpose) => counted.has(purpose),
    find(kind, jurisdiction, channel, purpose, day) {
      // A message asks twenty questions, and a thousand messages the same.
      if (jurisdiction !== last.jurisdiction || channel !== last.channel || purpose !== last.purpose) {
        last = { jurisdiction, channel, purpose, kinds: found.get(keyOf(jurisdiction, channel, purpose)) };
      }
      const list = last.kinds?.get(kind);
      const valid = list?.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo));
      return valid?.active === true ? valid : null;
    },
  };
}

function keyOf(jurisdiction: Jurisdiction, channel: MessageChannel, purpose: Purpose): string {
  return `${jurisdiction} ${channel} ${purpose}`;
}

/** How a verdict names the rule that it rests on. */
export function refOf({ code, source, revision, validFrom }: RuleRow): RuleRef {
  return { code, source, revision, validFrom };
}

/** Minutes of `HH:MM`. */
export function minutesOfParam(row: RuleRow, name: string): number {
  const [hours, minutes] = String(row.params[name] ?? '0:0').split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** A number of a rule; `otherwise` where it says none. */
export function numberOfParam(row: RuleRow, name: string, otherwise = 0): number {
  const value = row.params[name];
  return typeof value === 'number' ? value : otherwise;
}
