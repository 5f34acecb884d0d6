import type { AriNames } from './names.ts';

/** The names that the captured session has: that client left most of them to the exchange. */
export const CAPTURED: AriNames = {
  bridge: () => 'fac78935-570d-476a-96c6-127851413724',
  person: () => '1795313110.10',
  consult: (call) => `${call}-c`,
  ring: (call, extension) => `${call}-r-${extension}`,
  legOf: (channel) => {
    if (channel === 'ari-1') return { call: 'ari-1', part: 'own' };
    return channel === '1795313110.10' ? { call: 'ari-1', part: 'person' } : null;
  },
};
