import type { ReceivedChannel } from '@anbu/contract';
import { parsePhone } from '../../../kernel/phone.ts';

const LONGEST = 254;

/** An address as persons have it: a number in E.164, an e-mail address in lower case; what is neither stays as it came. Null = there is none. */
export function addressOf(
  channel: ReceivedChannel,
  from: string | null,
  region: Parameters<typeof parsePhone>[1],
): string | null {
  const given = (from ?? '').normalize('NFC').trim().slice(0, LONGEST);
  if (given === '') return null;
  if (channel === 'email') return given.toLowerCase();
  if (channel === 'chat') return given;
  const parsed = parsePhone(given, region);
  if (parsed.ok) return parsed.value;
  // Gateways leave the plus out of numbers with a country.
  const international = /^[1-9]\d{7,14}$/.test(given) ? parsePhone(`+${given}`, region) : parsed;
  return international.ok ? international.value : given;
}

/** What a database and a screen can hold: without NUL and half characters, cut. */
export function storable(text: string, most: number): string {
  const clean = text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC');
  return clean.length <= most ? clean : clean.slice(0, most).toWellFormed();
}
