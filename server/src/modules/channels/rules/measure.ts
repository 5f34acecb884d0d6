import type { Measure, SizeClass, TransportKind } from '@anbu/contract';
import iconv from 'iconv-lite';

/** Bytes of the classes that Korean carriers charge by. Spec: rules.md, Korea. */
const SMS_BYTES = 90;
const LMS_BYTES = 2_000;
const MOST_NAMED = 20;

// 3GPP TS 23.038, the default alphabet and its extension; what stands in the second takes two places.
const GSM7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM7_EXTENSION = '\f^{}\\[~]|€';
const PLACES: ReadonlyMap<string, number> = new Map([
  ...[...GSM7].map((character) => [character, 1] as const),
  ...[...GSM7_EXTENSION].map((character) => [character, 2] as const),
]);

/** Places of one message, and of each part of several: the header that joins them takes the rest. */
const PARTS = { GSM7: { one: 160, each: 153 }, UCS2: { one: 70, each: 67 } } as const;
export type Alphabet = keyof typeof PARTS;

/** How large a text is, as typed. Spec: rules.md, Korea; channels.md, byte classes. */
export function measure(text: string): Measure {
  const unencodable = notInCp949(text);
  const encoding = unencodable.length === 0 ? 'CP949' : 'UCS2';
  const bytes = encoding === 'CP949' ? iconv.encode(text, 'cp949').length : 2 * text.length;
  const alphabet = alphabetOf(text);
  return { bytes, class: classOf(bytes), encoding, segments: partsOf(text, alphabet).length, alphabet, unencodable };
}

/** Carriers that take CP949 alone and make the rest a question mark. */
const CP949_ALONE: readonly TransportKind[] = ['solapi'];

/** Why a text cannot leave by such a way as it was typed: channels.characters_unsendable { characters }, channels.text_too_long { bytes, most }. Spec: channels.md, byte classes. */
export function unsendable(
  kind: TransportKind,
  { bytes, unencodable }: Measure,
): { readonly code: string; readonly params: Record<string, string | number> } | null {
  if (!CP949_ALONE.includes(kind)) return null;
  if (unencodable.length > 0)
    return {
      code: 'channels.characters_unsendable',
      params: { characters: unencodable.slice(0, MOST_NAMED).join(' ') },
    };
  return bytes > LMS_BYTES ? { code: 'channels.text_too_long', params: { bytes, most: LMS_BYTES } } : null;
}

function classOf(bytes: number): SizeClass {
  if (bytes <= SMS_BYTES) return 'SMS';
  return bytes <= LMS_BYTES ? 'LMS' : 'MMS';
}

/** Characters that come back as others, each once, in the order in which they came. Marks that belong to a picture go with it. */
function notInCp949(text: string): string[] {
  if (iconv.decode(iconv.encode(text, 'cp949'), 'cp949') === text) return [];
  const lost = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)]
    .map(({ segment }) => segment)
    .filter((segment) => iconv.decode(iconv.encode(segment, 'cp949'), 'cp949') !== segment);
  return [...new Set(lost)];
}

export function alphabetOf(text: string): Alphabet {
  for (const character of text) if (!PLACES.has(character)) return 'UCS2';
  return 'GSM7';
}

/** The text in the parts that a gateway sends: one where it fits, else of 153 or 67 places. No character is cut in two. */
export function partsOf(text: string, alphabet: Alphabet): string[] {
  const { one, each } = PARTS[alphabet];
  if ((alphabet === 'UCS2' ? 1 : 2) * text.length <= one) return [text];
  const placesOf = (character: string) => (alphabet === 'GSM7' ? (PLACES.get(character) ?? 1) : character.length);
  let places = 0;
  for (const character of text) places += placesOf(character);
  if (places <= one) return [text];
  const parts: string[] = [];
  let part = '';
  let filled = 0;
  for (const character of text) {
    const needed = placesOf(character);
    if (filled + needed > each) {
      parts.push(part);
      part = '';
      filled = 0;
    }
    part += character;
    filled += needed;
  }
  return [...parts, part];
}
