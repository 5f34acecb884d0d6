import { Anchor, Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ReceivedMail, ReceivedMailPage, type Mailbox } from '@anbu/contract';
import { api, fileAddress, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';

const AT_ONCE = 30;

/** Mails that could not be taken: why, what they were, and what is to be done. */
export function FailedMails({ mailbox, writes }: { mailbox: Mailbox; writes: boolean }) {
  const t = useT();
  const list = useInfiniteQuery({
    queryKey: [...keys.mailboxes, mailbox.id, 'failed'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const from = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return api.get(`/mailboxes/${mailbox.id}/received?state=failed&limit=${AT_ONCE}${from}`, ReceivedMailPage, {
        signal,
      });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <LoadingRows rows={3} />;
  if (items.length === 0) return <p className="text-2">{t('settings.mailboxes.failedEmpty')}</p>;
  return (
    <>
      {items.map((mail) => (
        <Row key={mail.id} mail={mail} writes={writes} />
      ))}
      {list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </>
  );
}

function Row({ mail, writes }: { mail: ReceivedMail; writes: boolean }) {
  const t = useT();
  const time = useTime();
  const act = useAct({
    run: (what: 'retry' | 'drop', key) =>
      api.post(`/received-mail/${mail.id}/${what}`, ReceivedMail, {}, { idempotencyKey: key }),
    refresh: [keys.mailboxes],
    showError: 'toast',
  });
  const size = new Intl.NumberFormat(t.locale, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 0,
  }).format(mail.sizeBytes / 1_000);
  const when = time.when(mail.receivedAt);
  return (
    <div className="setting-row way-row">
      <div className="setting-row-words">
        <strong>{mail.result?.text}</strong>
        <span className="text-2">
          {when} · {size}
        </span>
      </div>
      {writes ? (
        <>
          <Anchor href={fileAddress(`/received-mail/${mail.id}/original`)} size="sm">
            {t('settings.mailboxes.original')}
          </Anchor>
          <Button variant="default" size="xs" loading={act.isPending} onClick={() => act.mutate('retry')}>
            {t('settings.mailboxes.retry')}
          </Button>
          <Button variant="subtle" size="xs" loading={act.isPending} onClick={() => act.mutate('drop')}>
            {t('settings.mailboxes.drop')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
