import { useQuery } from '@tanstack/react-query';
import { MessagePage, type Message, type TimelineEntry } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';

const MOST = 200;

export type Became = Pick<Message, 'state' | 'practice' | 'why'>;

/** The message that an entry of the archive tells of. What it told stays; what became of it since, and why, is asked apart. */
export function messageOf({ kind, code, params }: TimelineEntry): string | null {
  const { messageId } = params;
  return kind === 'message' && code.startsWith('timeline.message_') && typeof messageId === 'string' ? messageId : null;
}

/** The state stands beside the entry that it went; entries that it did not say so themselves. */
export function wentOut({ code }: TimelineEntry): boolean {
  return code === 'timeline.message_sent';
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
