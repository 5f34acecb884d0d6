import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { HandOver } from '@anbu/contract';
import { api, keys, useAct } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';

/** Takes a hand-over back, and says what stayed because somebody worked on it meanwhile. */
export function useUndoHandOver() {
  const t = useT();
  return useAct({
    run: ({ id, ...body }: { id: string; reasonText?: string }, key) =>
      api.post(`/hand-overs/${id}/undo`, HandOver, body, { idempotencyKey: key }),
    refresh: [keys.enquiries.all, keys.today.all, keys.handOvers],
    onDone: ({ undone, refused }) =>
      void notifications.show({
        message: [
          t('desk.handOver.undone', { count: undone }),
          ...(refused.length > 0 ? [t('desk.handOver.stayed', { count: refused.length })] : []),
        ].join('\n'),
        color: refused.length > 0 ? 'orange' : 'brand',
      }),
  });
}

/** Says that it is done, with the way back beside it. */
export function useTellHandOver(): (handOver: HandOver) => void {
  const t = useT();
  const undo = useUndoHandOver();
  return ({ id, given, refused }) => {
    const noteId = `hand-over ${id}`;
    notifications.show({
      id: noteId,
      color: refused.length > 0 ? 'orange' : 'brand',
      autoClose: 20_000,
      message: (
        <div className="told-with-undo">
          <span>
            {[t('desk.handOver.done', { count: given }), ...new Set(refused.map(({ text }) => text))].join('\n')}
          </span>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(noteId);
              undo.mutate({ id });
            }}
          >
            {t('desk.undo')}
          </Button>
        </div>
      ),
    });
  };
}
