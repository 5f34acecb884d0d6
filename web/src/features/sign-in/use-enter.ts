import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import type { Me } from '@anbu/contract';
import { useAct, useRememberMe } from '../../api/index.ts';

/** Signs in, however, and goes where the link led. */
export function useEnter<Input>(run: (input: Input, key: string) => Promise<Me>) {
  const navigate = useNavigate();
  const router = useRouter();
  const remember = useRememberMe();
  const { to } = useSearch({ from: '/sign-in' });
  return useAct({
    run,
    onDone: (me) => {
      remember(me);
      if (to) router.history.push(to);
      else void navigate({ to: '/' });
    },
    showError: 'form',
  });
}
