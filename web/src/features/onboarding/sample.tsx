import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Me, Nothing, SignInPage } from '@anbu/contract';
import { api, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';

/** The way from an empty organisation to the sample clinic of this server, and how to come back. Nothing where the server has none. */
export function SampleClinic() {
  const t = useT();
  const page = useQuery({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => api.get('/sign-in', SignInPage, { signal }),
    staleTime: Infinity,
  });
  const account = page.data?.demo.find(({ role }) => role === 'admin');
  const visit = useAct({
    run: async ({ email, password }: { email: string; password: string }, key) => {
      await api.post('/sign-out', Nothing, {}, {});
      return api.post('/sign-in', Me, { email, password }, { idempotencyKey: key });
    },
    onDone: () => window.location.assign('/'),
  });
  if (!account) return null;
  return (
    <div className="onboarding-sample">
      <div>
        <strong>{t('shell.onboarding.sample')}</strong>
        <div className="text-2">{t('shell.onboarding.sampleWhy')}</div>
      </div>
      <Button size="xs" variant="default" loading={visit.isPending} onClick={() => visit.mutate(account)}>
        {t('shell.onboarding.sampleOpen')}
      </Button>
    </div>
  );
}
