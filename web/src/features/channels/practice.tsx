import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArchiveX } from 'lucide-react';
import { MessageWayPage, type SentChannel } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';

/** By which way a message of each channel would leave now. */
export function useWays(enabled = true) {
  return useQuery({
    queryKey: keys.messages.ways,
    queryFn: ({ signal }) => api.get('/messages/ways', MessageWayPage, { signal }),
    enabled,
  });
}

/** Says wherever messages are written or seen that nothing leaves, as long as a way out for practice stands. `of` = only for this channel; `here` = on the page of the ways itself. */
export function PracticeBanner({ of, here }: { of?: SentChannel; here?: true }) {
  const t = useT();
  const can = useCan();
  const ways = useWays(can('people.read'));
  const kept = (ways.data?.items ?? []).filter(({ channel, practice }) => practice && (!of || channel === of));
  if (kept.length === 0) return null;
  const channels = t.list(kept.map(({ channel }) => t(`gate.channel.${channel}`)));
  return (
    <div className="practice-banner" role="note">
      <ArchiveX size={18} aria-hidden />
      <div>
        <strong>{t('channels.practice.title')}</strong>
        <p>{t('channels.practice.body', { channels })}</p>
        {can('settings.read') && !of && !here ? (
          <Button component={Link} to="/settings/channels" size="xs" variant="default">
            {t('channels.practice.settings')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
