import type { Tx } from '../../../platform/db/index.ts';
import {
  messageOfReturn,
  readReturnAddress,
  readReturnNames,
  type Returned,
  type ReturnName,
} from '../../channels/index.ts';
import type { Letter } from '../read/letter.ts';
import { addressesOf } from '../read/parse.ts';
import { fieldOf } from '../rules/header.ts';
import type { MailDeps } from './deps.ts';

export type About = {
  /** It came to an address that only one message has. */
  readonly to: { readonly purpose: 'bounce' | 'leave'; readonly message: Returned } | null;
  /** It answers, or is a report of, this one. */
  readonly message: Returned | null;
  /** Its own number is ours. */
  readonly isOurs: boolean;
};

const TO = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to', 'cc'];
/** A mail of many recipients or references is no reason to ask the database many times. */
const MOST_ASKED = 8;

/** Of which of our messages a mail is: by the names in it whose marks are ours. What is not signed is nobody's. */
export async function aboutOf(tx: Tx, deps: MailDeps, letter: Letter, recipient: string | null): Promise<About> {
  const { head } = letter;
  const known = new Map<string, Returned | null>();
  const find = async (name: ReturnName) => {
    const key = `${name.messageId} ${name.mark}`;
    if (!known.has(key) && known.size >= MOST_ASKED) return null;
    const found = known.get(key) ?? (await messageOfReturn(tx, deps, name));
    known.set(key, found);
    return found;
  };
  const first = async (names: readonly ReturnName[]) => {
    for (const name of names) {
      const message = await find(name);
      if (message) return message;
    }
    return null;
  };

  const addresses = [
    recipient ?? '',
    ...TO.flatMap((name) => head.get(name) ?? []).flatMap((field) => addressesOf(field).map(({ address }) => address)),
  ];
  let to: About['to'] = null;
  for (const address of addresses) {
    const name = readReturnAddress(address);
    const message = name && (await find(name));
    if (name && message) {
      to = { purpose: name.purpose, message };
      break;
    }
  }
  const own = await first(readReturnNames(fieldOf(head, 'message-id') ?? ''));
  if (own) return { to, message: own, isOurs: true };
  const reported = [
    ...readReturnNames(letter.delivery?.envelopeId ?? ''),
    ...addressNames(letter.complaint?.mailFrom ?? ''),
    ...readReturnNames(letter.about ? (fieldOf(letter.about, 'message-id') ?? '') : ''),
    ...addressNames(letter.about ? (fieldOf(letter.about, 'return-path') ?? '') : ''),
  ];
  const answered = [
    ...readReturnNames(fieldOf(head, 'in-reply-to') ?? ''),
    ...readReturnNames(fieldOf(head, 'references') ?? '').reverse(),
  ];
  const message = to?.message ?? (await first(reported)) ?? (await first(answered));
  if (message) return { to, message, isOurs: false };
  // Who faxes what is mailed to it quotes the subject, in an own mail of its own.
  const quoted = await first(readReturnNames(`${letter.subject}\n${letter.text}`));
  return { to, message: quoted?.channel === 'fax' ? quoted : null, isOurs: false };
}

function addressNames(text: string): ReturnName[] {
  const name = readReturnAddress(text.replace(/^<|>$/g, ''));
  return name ? [name] : [];
}
