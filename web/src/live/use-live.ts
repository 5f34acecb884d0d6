import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { StreamEvent } from '@anbu/contract';
import { distinctKeys, staleKeys } from './invalidation.ts';
import { hearStream } from './stream.ts';

/** Events come in bursts (an import, a bulk hand-over): one reading again for all of them. */
const GATHER_MS = 250;
/** A line that is back within this time is nobody's business. */
const PATIENCE_MS = 6_000;

/** Keeps every query fresh while mounted. Tells whether the line has been down long enough to say so. */
export function useLive(scope: string): { lost: boolean } {
  const client = useQueryClient();
  const [lost, setLost] = useState(false);

  useEffect(() => {
    let gathered: StreamEvent[] = [];
    let gathering: number | undefined;
    let patience: number | undefined;
    const flush = () => {
      gathering = undefined;
      const stale = distinctKeys(gathered.flatMap((event) => staleKeys(event)));
      gathered = [];
      for (const queryKey of stale) void client.invalidateQueries({ queryKey });
    };
    const stop = hearStream('/api/v1/stream', scope, {
      onEvent: (event) => {
        gathered.push(event);
        gathering ??= window.setTimeout(flush, GATHER_MS);
        window.dispatchEvent(new CustomEvent('anbu:live', { detail: event }));
      },
      onReset: () => void client.invalidateQueries(),
      onConnected: (connected) => {
        window.clearTimeout(patience);
        if (connected) setLost(false);
        else patience = window.setTimeout(() => setLost(true), PATIENCE_MS);
      },
    });
    return () => {
      stop();
      window.clearTimeout(gathering);
      window.clearTimeout(patience);
    };
  }, [client, scope]);

  return { lost };
}

/** Hears single events, for what is more than reading again: a chime, a row that lights up. */
export function useLiveEvent(prefix: string, hear: (event: StreamEvent) => void): void {
  useEffect(() => {
    const onLive = (event: Event) => {
      const detail = event instanceof CustomEvent ? (event.detail as StreamEvent) : null;
      if (detail?.type.startsWith(prefix)) hear(detail);
    };
    window.addEventListener('anbu:live', onLive);
    return () => window.removeEventListener('anbu:live', onLive);
  }, [prefix, hear]);
}
