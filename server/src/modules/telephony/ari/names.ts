import { OUR_CALL } from '../vocabulary.ts';

/** Which leg of a call: ours, hers, the colleague's who is asked, or a telephone that rings. */
export type AriPart = 'own' | 'person' | 'consult' | 'ring';
export type AriLeg = { readonly call: string; readonly part: AriPart };

/**
 * How we name legs and bridges, so that whoever holds the line knows them without having made them: the call is in the name. What the exchange named
 * itself is null.
 */
export type AriNames = {
  bridge(call: string): string;
  person(call: string): string;
  consult(call: string): string;
  ring(call: string, extension: string): string;
  legOf(channel: string): AriLeg | null;
};

const SUFFIX = /^(.{1,150})-(?:(p)|(c)|r-\d{2,6})$/;

export const ARI_NAMES: AriNames = {
  bridge: (call) => `${call}-b`,
  person: (call) => `${call}-p`,
  consult: (call) => `${call}-c`,
  ring: (call, extension) => `${call}-r-${extension}`,
  legOf: (channel) => {
    const found = SUFFIX.exec(channel);
    if (found) return { call: found[1] ?? '', part: found[2] ? 'person' : found[3] ? 'consult' : 'ring' };
    return channel.startsWith(OUR_CALL) && !channel.includes(';') ? { call: channel, part: 'own' } : null;
  },
};
