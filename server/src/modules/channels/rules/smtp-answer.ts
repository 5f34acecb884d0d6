/** What a mail server said when it did not take a message. */
export type Said = {
  /** Its enhanced status code (RFC 3463); null where it says none. */
  readonly status: string | null;
  /** Its words, without the codes. Foreign text: never in a log. */
  readonly words: string | null;
  /** What it spoke of: whom the message is for, the message itself, or us. */
  readonly of: 'recipient' | 'message' | 'us';
};

/** By the command that it answered (RFC 5321); all others are of the connection, and so of us. */
const SPOKEN_OF: Readonly<Record<string, Said['of']>> = { 'RCPT TO': 'recipient', DATA: 'message' };
const LINE = /^\d{3}[ -]?(?:([245]\.\d{1,3}\.\d{1,3})\s+)?(.*)$/;

/** Reads the lines of an answer such as `550-5.1.1 no such user`. */
export function readAnswer(response: string, command: string): Said {
  const lines = response.split(/\r?\n/).map((line) => LINE.exec(line) ?? [line, undefined, line]);
  const status = lines.map(([, code]) => code).find((code) => code !== undefined) ?? null;
  const words = lines.map(([, , text]) => text?.trim() ?? '').filter((text) => text !== '');
  return { status, words: words.length === 0 ? null : words.join(' '), of: SPOKEN_OF[command] ?? 'us' };
}

/** `bounced_5_1_1`, as a report of the same failure; without a status by whom it spoke of: `address_refused`, else `smtp_554`. */
export function whyOfAnswer(code: number, { status, of }: Said): string {
  if (status !== null) return `bounced_${status.replaceAll('.', '_')}`;
  return code >= 500 && of === 'recipient' ? 'address_refused' : `smtp_${code}`;
}
