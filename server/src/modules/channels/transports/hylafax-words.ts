import type { Id } from '../../../kernel/ids.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Receipt } from './types.ts';

/** One job a line: number, state, pages sent, pages in all, our tag, what it came to. */
export const JOB_FORMAT = '%j|%a|%p|%y|%J|%s';

export type FaxJob = {
  readonly job: string;
  /** One sign: D done, F failed, R calling, W waits for a modem, S sleeps until the next try, T held, and so on. */
  readonly state: string;
  readonly pages: number;
  readonly of: number;
  readonly messageId: Id;
  readonly status: string;
};

/** Jobs of ours; whoever else sends by this server is passed over. */
export function jobsOf(lines: readonly string[]): FaxJob[] {
  return lines.flatMap((line) => {
    const [job = '', state = '', pages = '', of = '', tag = '', ...status] = line.split('|').map((part) => part.trim());
    if (!isId(tag) || job === '') return [];
    return [{ job, state, pages: Number(pages) || 0, of: Number(of) || 0, messageId: tag, status: status.join('|') }];
  });
}

/** Whether a call is made right now, by whomever. */
export function callsNow(lines: readonly string[]): boolean {
  return lines.some((line) => line.split('|')[1]?.trim() === 'R');
}

/** What a job says of its message. Those that wait, sleep or call are on their way. */
export function receiptOf({ messageId, job, state, pages, of, status }: FaxJob): Receipt {
  const common = { providerId: job, messageId };
  if (state === 'D') return { ...common, state: 'delivered', why: null };
  if (state !== 'F') return { ...common, state: 'sent', why: null };
  const why = pages > 0 && pages < of ? `fax_in_part:${pages}:${of}` : whyOf(status);
  return { ...common, state: 'failed', why };
}

/** In the words of HylaFAX's log, which is where they come from. */
const WHYS: readonly (readonly [RegExp, string])[] = [
  [/busy signal/i, 'fax_busy'],
  [/no answer/i, 'fax_no_answer'],
  [/no (local )?dialtone/i, 'fax_no_line'],
  [/no carrier|no fax|not a fax|ring detect/i, 'fax_no_fax'],
  [/reject|invalid|not permitted|blocked/i, 'fax_refused'],
  [/kill time|timed out|kill_time/i, 'fax_too_late'],
  [/abort|removed|killed/i, 'fax_stopped'],
];

/** Every code of a fax that has a sentence. */
export const FAX_WHYS: readonly string[] = [
  ...WHYS.map(([, code]) => code),
  'fax_broken_off',
  'fax_not_arrived',
  'fax_no_page',
  'fax_not_running',
  'fax_no_modem',
];

/** A code for the words that a failed job ends with. */
export function whyOf(status: string): string {
  return WHYS.find(([words]) => words.test(status))?.[1] ?? 'fax_broken_off';
}

/**
 * How a number is dialled: as at home where it is of the sender's country, else with 00; or whole, for servers that know their country themselves.
 * `prefix` gets an outside line.
 */
export function dialled(to: string, sender: string, numbers: unknown, prefix: unknown): string {
  const before = String(prefix ?? '');
  if (numbers === 'international') return before + to;
  const home = sender.startsWith('+') ? (COUNTRIES.find(([code]) => sender.startsWith(code)) ?? KOREA) : KOREA;
  const [code, trunk] = home;
  return before + (to.startsWith(code) ? trunk + to.slice(code.length) : `00${to.replace(/^\+/, '')}`);
}

const KOREA = ['+82', '0'] as const;
const COUNTRIES = [KOREA, ['+86', '0'], ['+1', '1']] as const;
