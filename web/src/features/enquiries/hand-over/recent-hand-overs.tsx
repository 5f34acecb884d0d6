import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { HandOverPage, type HandOver } from '@anbu/contract';
import { api, keys, useCan, useUserName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../../ui/index.ts';
import { useUndoHandOver } from './tell-hand-over.tsx';
import { UndoWithReason } from './undo-with-reason.tsx';

const SHOWN = 8;

/** Who handed what to whom of late, what came back, and the way back. */
export function RecentHandOvers() {
  const t = useT();
  const list = useQuery({
    queryKey: keys.handOvers,
    queryFn: ({ signal }) => api.get('/hand-overs', HandOverPage, { query: { limit: SHOWN }, signal }),
  });
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <LoadingRows rows={3} />;
  if (list.data.items.length === 0) return <p className="text-2">{t('desk.handOver.recentNone')}</p>;
  return list.data.items.map((handOver) => <Line key={handOver.id} handOver={handOver} />);
}

function Line({ handOver }: { handOver: HandOver }) {
  const t = useT();
  const time = useTime();
  const supervises = useCan()('enquiries.supervise');
  const userName = useUserName();
  const undo = useUndoHandOver();
  const [correcting, setCorrecting] = useState(false);
  const who = userName(handOver.madeBy) ?? t('desk.handOver.byRule');
  const receivers = t.list(
    handOver.receivers.map(({ userId, count }) => {
      const name = userId ? userName(userId) : t('desk.handOver.pool');
      return `${name} ${t('desk.handOver.gets', { count })}`;
    }),
  );
  const stands = handOver.undoneAt === null && handOver.returnedAt === null;
  const freely = handOver.undoUntil !== null && Date.parse(handOver.undoUntil) > time.now;
  return (
    <div className="setting-row">
      <div className="setting-row-words">
        <strong>
          {t('desk.handOver.row', { who, how: t(`desk.handOver.kind.${handOver.kind}`), count: handOver.given })}
        </strong>
        <span className="text-2">
          {[
            time.when(handOver.at),
            receivers,
            handOver.note,
            handOver.returnedAt
              ? t('desk.handOver.returned', { returned: handOver.returned, kept: handOver.kept })
              : null,
            handOver.undoneAt ? t('desk.handOver.undoneTag') : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {stands && (freely || supervises) ? (
        <Button
          size="xs"
          variant="default"
          loading={undo.isPending}
          aria-label={t('desk.handOver.undoOf', { who })}
          onClick={() => (freely ? undo.mutate({ id: handOver.id }) : setCorrecting(true))}
        >
          {t('desk.undo')}
        </Button>
      ) : null}
      {correcting ? <UndoWithReason id={handOver.id} who={who} onClose={() => setCorrecting(false)} /> : null}
    </div>
  );
}
