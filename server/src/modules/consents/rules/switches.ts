import type { Jurisdiction, MessageChannel, Purpose } from '@anbu/contract';
import type { Instant } from '../../../kernel/instant.ts';
import { messageOf, standing, stopOf, type Recipient } from './gate/index.ts';

/** One switch of the page on which a person says what she wants to hear. */
export type Switch = {
  readonly purpose: Purpose;
  readonly channel: MessageChannel;
  readonly night: boolean;
  readonly on: boolean;
  /** A stop of her number keeps it off, whatever she switches: who shares it has said so. */
  readonly held: boolean;
};

const OFFERED: readonly (readonly [purpose: Purpose, channels: readonly MessageChannel[]])[] = [
  ['marketing', ['sms', 'phone', 'email', 'letter']],
  ['survey', ['sms', 'phone', 'email']],
  ['renewal', ['sms', 'phone', 'email', 'letter']],
];
const NIGHT: readonly MessageChannel[] = ['sms', 'phone'];

/** Advertisements are off until she agrees, what informs is on until she refuses. A pause changes no switch. */
export function switchesOf(recipient: Recipient, now: Instant): readonly Switch[] {
  const lasting = { ...recipient, suppressions: recipient.suppressions.filter(({ until }) => until === null) };
  return OFFERED.flatMap(([purpose, channels]) =>
    channels.flatMap((channel): Switch[] => {
      const asked = { kind: 'contact', purpose, channel } as const;
      const day =
        standing(recipient.consents, asked, false, now)?.state ?? (purpose === 'marketing' ? 'withdrawn' : 'granted');
      const stop = stopOf(messageOf({ purpose, channel }), lasting, now);
      const on = day === 'granted' && stop === null;
      const held = stop !== null && !isOwn(stop, purpose, channel);
      const byDay = { purpose, channel, night: false, on, held };
      if (purpose !== 'marketing' || !on || !asksAtNight(recipient.jurisdiction, channel)) return [byDay];
      const night = standing(recipient.consents, asked, true, now)?.state === 'granted';
      return [byDay, { purpose, channel, night: true, on: night, held: false }];
    }),
  );
}

/** The night is asked for in Korea alone: elsewhere no consent opens it. */
function asksAtNight(jurisdiction: Jurisdiction, channel: MessageChannel): boolean {
  return jurisdiction === 'KR' && NIGHT.includes(channel);
}

/** What she said herself, of this and nothing else: she may take it back by the same switch. */
export function isOwn(stop: Recipient['suppressions'][number], purpose: Purpose, channel: MessageChannel): boolean {
  return (
    stop.address === null &&
    (stop.reason === 'one_click' || stop.reason === 'preferences') &&
    stop.purposes?.length === 1 &&
    stop.purposes[0] === purpose &&
    stop.channels?.length === 1 &&
    stop.channels[0] === channel
  );
}

export type Wish =
  | {
      readonly kind: 'switch';
      readonly purpose: Purpose;
      readonly channel: MessageChannel;
      readonly night: boolean;
      readonly on: boolean;
    }
  | { readonly kind: 'pause' | 'resume' | 'copy' | 'deletion' }
  | { readonly kind: 'correction'; readonly wish: string }
  | { readonly kind: 'language'; readonly language: 'ko' | 'en' | 'zh' };

const LONGEST_WISH = 2_000;

/**
 * What a form of the page sends in `set`: `marketing sms on`, `marketing sms night off`, `pause`, `language zh`, `correction` with what is wrong in `words`.
 * Null for anything else.
 */
export function readWish(text: string, words = ''): Wish | null {
  if (text === 'correction') {
    const wish = words.trim().slice(0, LONGEST_WISH);
    return wish === '' ? null : { kind: 'correction', wish };
  }
  const [first = '', second = '', ...rest] = text.split(' ');
  if (rest.length === 0 && second === '') {
    const known = (['pause', 'resume', 'copy', 'deletion'] as const).find((kind) => kind === first);
    return known ? { kind: known } : null;
  }
  if (first === 'language') {
    const language = (['ko', 'en', 'zh'] as const).find((one) => one === second);
    return language && rest.length === 0 ? { kind: 'language', language } : null;
  }
  const offered = OFFERED.find(([purpose]) => purpose === first);
  const channel = offered?.[1].find((one) => one === second);
  const night = rest.length === 2 && rest[0] === 'night';
  const state = rest.at(-1);
  if (!offered || !channel || rest.length !== (night ? 2 : 1) || (state !== 'on' && state !== 'off')) return null;
  if (night && (offered[0] !== 'marketing' || !NIGHT.includes(channel))) return null;
  return { kind: 'switch', purpose: offered[0], channel, night, on: state === 'on' };
}
