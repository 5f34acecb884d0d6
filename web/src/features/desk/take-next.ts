import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { TodayNext, type TodayItem, type TodayTab } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { dropKeys, holdKeys } from '../../shortcuts/held-keys.ts';

type Question = { tab?: TodayTab; after?: string };

/** The most urgent person whom nobody else holds, locked for the reader. What is pressed before she appears is meant for her. */
export function useTakeNext({ onTaken, onNone }: { onTaken: (item: TodayItem) => void; onNone?: () => void }) {
  const t = useT();
  const none = () => {
    dropKeys();
    notifications.show({ message: t('desk.next.none'), color: 'brand' });
    onNone?.();
  };
  const client = useQueryClient();
  const next = useAct({
    run: (question: Question, key) => api.post('/today/next', TodayNext, question, { idempotencyKey: key }),
    onDone: ({ item }) => {
      // Not waited for: the one after may be asked for before the list has been read again.
      void client.invalidateQueries({ queryKey: keys.today.all });
      if (item) onTaken(item);
      else none();
    },
  });
  return {
    busy: next.isPending,
    none,
    take: (question: Question) => {
      if (next.isPending) return;
      holdKeys();
      next.mutate(question, { onError: dropKeys });
    },
  };
}
