import { RETURN_REASONS } from '@anbu/contract';
import { FAX_WHYS } from '../transports/hylafax-words.ts';

type Params = Readonly<Record<string, string | number>>;
/** A sentence of the catalogue; `text` is filled where it is shown. */
export type SaidReason = {
  readonly code: string;
  readonly params: Record<string, string | number>;
  readonly text: string;
};

/** Why a message or a way out is in a state that nobody wished for: codes of transports, each with a sentence of its own. */
const KNOWN: readonly string[] = [
  'unauthorised',
  'consent_ended',
  'client_refused',
  'token_unreachable',
  'unreachable',
  'refused',
  'blocked',
  'no_answer',
  'left_in_the_middle',
  'not_begun',
  'own_fault',
  'in_part',
  'undelivered',
  'address_refused',
  'sent_back',
  ...FAX_WHYS,
  ...RETURN_REASONS.map((reason) => `returned_${reason}`),
];

/** Codes that say more than a word: how many pages of a fax arrived, the status of a bounce (RFC 3463), the answer of a mail server. */
const TELLING: readonly (readonly [pattern: RegExp, code: string, params: (parts: readonly string[]) => Params])[] = [
  [/^fax_in_part:(\d+):(\d+)$/, 'fax_in_part', ([pages, of]) => ({ pages: Number(pages), of: Number(of) })],
  [
    /^bounced_(\d)_(\d+)_(\d+)$/,
    'bounced',
    ([level, subject, detail]) => ({
      what: `a${subject}${detail}`,
      subject: `s${subject}`,
      status: `${level}.${subject}.${detail}`,
    }),
  ],
  [/^smtp_(\d{3})$/, 'smtp', ([status = '']) => ({ status })],
];

/** A code of the gate, of a transport or a provider as a sentence; what no sentence says is shown as it is. */
export function reasonOf(why: string, params: Params = {}): SaidReason {
  if (why.includes('.')) return { code: why, params: { ...params }, text: '' };
  for (const [pattern, code, tell] of TELLING) {
    const [, ...parts] = pattern.exec(why) ?? [];
    if (parts.length > 0) return { code: `channels.why.${code}`, params: { ...params, ...tell(parts) }, text: '' };
  }
  return KNOWN.includes(why)
    ? { code: `channels.why.${why}`, params: { ...params }, text: '' }
    : { code: 'channels.why.other', params: { ...params, code: why }, text: '' };
}
