import type { Suppression } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';

/** A stop in words: what it ends, and why. */
export function useStopWords() {
  const t = useT();
  const time = useTime();
  return {
    what({ purposes, channels, address, until }: Suppression): string {
      const what = purposes ? purposes.map((one) => t(`gate.purpose.${one}`)).join(', ') : t('consents.everything');
      const by = channels ? channels.map((one) => t(`gate.channel.${one}`)).join(', ') : null;
      return t(until ? 'consents.paused' : 'consents.stopped', {
        what: [what, by, address].filter(Boolean).join(' · '),
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
