import { QueryClient } from '@tanstack/react-query';
import { shouldRetry } from './problem.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The stream says when something changed; focus and time are only the second net.
      staleTime: 30_000,
      retry: shouldRetry,
      retryDelay: (turn) => Math.min(400 * 3 ** turn, 5000),
      refetchOnReconnect: true,
    },
    mutations: { retry: false },
  },
});
