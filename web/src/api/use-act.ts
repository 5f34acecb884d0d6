import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { useRef } from 'react';
import { useT } from '../i18n/store.ts';
import { problemText } from './problem.ts';

type Act<Input, Output> = {
  /** Sends it. `key` is the idempotency key: the same until the act succeeded, so a second try cannot do it twice. */
  run: (input: Input, key: string) => Promise<Output>;
  /** Queries that show what was changed. */
  refresh?: readonly QueryKey[];
  /** Said in a corner when done; with a `name` whoever knows better takes it away (`takeBack`). */
  done?: string;
  name?: string;
  onDone?: (output: Output, input: Input) => void;
  /** `form`: the form shows the error itself. `toast` unless said. */
  showError?: 'form' | 'toast';
};

/** An act of the user: `const save = useAct({ run, refresh: [keys.sites], done: t('common.saved') })`, then `save.mutate(input)`. */
export function useAct<Input, Output>(act: Act<Input, Output>) {
  const t = useT();
  const client = useQueryClient();
  const tried = useRef<{ input: string; key: string } | null>(null);
  return useMutation({
    mutationFn: (input: Input) => {
      const text = JSON.stringify(input) ?? '';
      if (tried.current?.input !== text) tried.current = { input: text, key: crypto.randomUUID() };
      return act.run(input, tried.current.key);
    },
    onSuccess: async (output, input) => {
      tried.current = null;
      if (act.done)
        notifications.show({
          ...(act.name ? { id: act.name } : {}),
          message: act.done,
          color: 'brand',
          autoClose: 3000,
        });
      act.onDone?.(output, input);
      await Promise.all((act.refresh ?? []).map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      if (act.showError === 'form') return;
      notifications.show({ message: problemText(t, error), color: 'red', autoClose: 8000, role: 'alert' });
    },
  });
}

/** What was said is not so any more. */
export function takeBack(name: string): void {
  notifications.hide(name);
}
