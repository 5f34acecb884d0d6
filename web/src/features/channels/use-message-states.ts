import { useQuery } from '@tanstack/react-query';
import { MessagePage, type Message, type TimelineEntry } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';

const MOST = 200;

export type Became = Pick<Message, 'state' | 'practice'>;

/** The message that an entry of the archive tells of, where it went. What it told stays; what became of it since is asked apart. */
export function messageOf({ kind, code, params }: TimelineEntry): string | null {
  const { messageId } = params;
  return kind === 'message' && code === 'timeline.message_sent' && typeof messageId === 'string' ? messageId : null;
}

/** What became of a person's newest messages; kept current by the stream. */
export function useMessageStates(personId: string, enabled: boolean): ReadonlyMap<string, Became> {
  const query = { person: personId, limit: MOST };
  const list = useQuery({
    queryKey: keys.messages.list(query),
    queryFn: ({ signal }) => api.get('/messages', MessagePage, { query, signal }),
    enabled,
  });
  return new Map((list.data?.items ?? []).map((message) => [message.id, message]));
}
