import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { StreamEvent } from '@anbu/contract';
import { keys } from '../api/keys.ts';
import { staleKeys } from './invalidation.ts';
import { Pacer } from './pace.ts';
import { hearStream } from './stream.ts';

/** A line that is back within this time is nobody's business. */
const PATIENCE_MS = 6_000;

/**
 * Keeps every query fresh while mounted: hears what happened after `from`, where the stream stood before anything was read, so that nothing is lost between the
 * first look and the first event. Tells whether the line has been down long enough to say so.
 */
export function useLive(scope: string, from: number): { lost: boolean } {
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const first = useEffectEvent(() => String(from));

  useEffect(() => {
    let patience: number | undefined;
    const pacer = new Pacer({
      read: (queryKey) => void client.invalidateQueries({ queryKey }),
      isVisible: () => document.visibilityState === 'visible',
      now: () => performance.now(),
    });
    const look = () => pacer.look();
    document.addEventListener('visibilitychange', look);
    const stop = hearStream('/api/v1/stream', scope, first(), {
      onEvent: (event) => {
        pacer.add(staleKeys(event));
        window.dispatchEvent(new CustomEvent('anbu:live', { detail: event }));
      },
      // Everything may be stale; alerts are told in a tab that nobody looks at, too.
      onReset: () => pacer.add([keys.alerts, []]),
      onConnected: (connected) => {
        window.clearTimeout(patience);
        if (connected) setLost(false);
        else patience = window.setTimeout(() => setLost(true), PATIENCE_MS);
      },
    });
    return () => {
      stop();
      document.removeEventListener('visibilitychange', look);
      pacer.stop();
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
