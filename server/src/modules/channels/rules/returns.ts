/** What names one of our mails when something comes back of it: the message, and a mark that only we can make. */
export type ReturnName = { readonly messageId: string; readonly mark: string };

export type ReturnPurpose = 'bounce' | 'leave';

/** 80 bits in signs that no mail server changes. With the message they fit the 64 signs of a local part. */
export const MARK_LENGTH = 20;

/** Where what comes back of a message arrives: `bounce+…@`, and for who leaves by mail `leave+…@`. */
export function returnAddress(purpose: ReturnPurpose, { messageId, mark }: ReturnName, domain: string): string {
  return `${purpose}+${messageId.replaceAll('-', '')}${mark}@${domain}`;
}

/** `Message-ID` and envelope id without brackets and domain. */
export function returnName({ messageId, mark }: ReturnName): string {
  return `${messageId}.${mark}`;
}

const ADDRESS = /^(bounce|leave)\+([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([0-9a-f]{20})@/;
const NAME = /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([0-9a-f]{20})(?![0-9a-f])/gi;

/** Of an address to which something came back; null for any other. Whether the mark is ours is another question. */
export function readReturnAddress(address: string): (ReturnName & { readonly purpose: ReturnPurpose }) | null {
  const match = ADDRESS.exec(address.trim().toLowerCase());
  if (!match) return null;
  const [, purpose, a, b, c, d, e, mark] = match;
  return { purpose: purpose as ReturnPurpose, messageId: `${a}-${b}-${c}-${d}-${e}`, mark: mark! };
}

/** All names of that shape in a field: of `References` there are many, the newest last. */
export function readReturnNames(field: string): ReturnName[] {
  return [...field.slice(0, 20_000).matchAll(NAME)].map(([, messageId, mark]) => ({
    messageId: messageId!.toLowerCase(),
    mark: mark!.toLowerCase(),
  }));
}
