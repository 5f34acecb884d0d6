import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MessageReturned } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState } from '../../ui/index.ts';

/** What a mail server said of a message that did not arrive, in its own words: folded, and asked for when it is opened. */
export function ReturnedWords({ messageId }: { messageId: string }) {
  const t = useT();
  const time = useTime();
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: keys.messages.returned(messageId),
    queryFn: ({ signal }) => api.get(`/messages/${messageId}/returned`, MessageReturned, { signal }),
    enabled: open,
  });
  const said = data?.returned;
  return (
    <details className="returned-words" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('channels.returned')}</summary>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data && !said?.words ? <p className="text-2">{t('channels.returned.nothing')}</p> : null}
      {said?.words ? (
        <blockquote lang="" dir="auto">
          {said.words}
        </blockquote>
      ) : null}
      {said ? (
        <p className="text-2">
          {t('channels.returned.of', { status: said.status ?? 'none', when: time.when(said.at) })}
        </p>
      ) : null}
    </details>
  );
}
