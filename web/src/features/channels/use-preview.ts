import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { MessagePreview } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';

const PAUSE_MILLISECONDS = 350;

/** How a message arrives and what the gate says of it, asked when the writer pauses; not where it is not yet written. */
export function usePreview(body: object, isWritten: boolean) {
  const now = JSON.stringify(body);
  const [asked] = useDebouncedValue(now, PAUSE_MILLISECONDS);
  return useQuery({
    queryKey: keys.messages.preview(asked),
    queryFn: () => api.post('/messages/preview', MessagePreview, JSON.parse(asked)),
    enabled: isWritten && asked === now,
    retry: false,
  });
}
