import type { Suppression } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';

/** A stop in words: whose it is, what it ends, and why. */
export function useStopWords() {
  const t = useT();
  const time = useTime();
  const shown = (address: string) => (address.startsWith('+') ? localPhone(address) : address);
  return {
    who: ({ address, personName }: Suppression): string =>
      address === null ? (personName ?? t('privacy.aPerson')) : shown(address),
    what({ purposes, channels, address, until }: Suppression): string {
      const what = purposes ? t.list(purposes.map((one) => t(`gate.purpose.${one}`))) : t('consents.everything');
      const by = channels ? t.list(channels.map((one) => t(`gate.channel.${one}`))) : null;
      return t(until ? 'consents.paused' : 'consents.stopped', {
        what: [what, by, address && shown(address)].filter(Boolean).join(' · '),
      });
    },
    why({ reason, until, note }: Suppression): string {
      return [
        t(`gate.stop.${reason}`),
        until ? t('consents.untilDay', { day: time.longDay(time.dayOf(until)) }) : null,
        note,
      ]
        .filter(Boolean)
        .join(' · ');
    },
  };
}
