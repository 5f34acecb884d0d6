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
};

/** Rows by what they are for, the highest revision and the latest beginning first: a look-up is one step. */
export function ruleBook(rows: readonly RuleRow[]): RuleBook {
  const found = new Map<string, RuleRow[]>();
  for (const row of rows) {
    for (const channel of row.channels) {
      for (const purpose of row.purposes) {
        const key = keyOf(row.kind, row.jurisdiction, channel, purpose);
        const list = found.get(key);
        if (list) list.push(row);
        else found.set(key, [row]);
      }
    }
  }
  for (const list of found.values()) {
    list.sort((a, b) => b.revision - a.revision || (a.validFrom < b.validFrom ? 1 : -1));
  }
  return {
    find(kind, jurisdiction, channel, purpose, day) {
      const list = found.get(keyOf(kind, jurisdiction, channel, purpose));
      const valid = list?.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo));
      return valid?.active === true ? valid : null;
    },
  };
}

function keyOf(kind: RuleKind, jurisdiction: Jurisdiction, channel: MessageChannel, purpose: Purpose): string {
  return `${kind} ${jurisdiction} ${channel} ${purpose}`;
}

export function refOf({ code, source, revision, validFrom }: RuleRow): RuleRef {
  return { code, source, revision, validFrom };
}

/** Minutes of `HH:MM`. */
export function minutesOfParam(row: RuleRow, name: string): number {
  const [hours, minutes] = String(row.params[name] ?? '0:0').split(':');
  return Number(hours) * 60 + Number(minutes);
}

export function numberOfParam(row: RuleRow, name: string, otherwise = 0): number {
  const value = row.params[name];
  return typeof value === 'number' ? value : otherwise;
}
