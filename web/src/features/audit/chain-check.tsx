import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { AuditCheck, AuditCheckPage, type AuditVerification } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';

/** How often the progress is asked for; the stream says only that something changed. */
const WATCH_MS = 1500;

/** The newest check of the chain: it runs as a job, and goes on when the screen is left. */
function useNewestCheck() {
  return useQuery({
    queryKey: keys.audit.checks,
    queryFn: ({ signal }) => api.get('/audit/checks', AuditCheckPage, { query: { limit: 1 }, signal }),
    refetchInterval: ({ state }) => (state.data?.items[0]?.state === 'running' ? WATCH_MS : false),
  }).data?.items[0];
}

export function VerifyButton() {
  const t = useT();
  const check = useNewestCheck();
  const verify = useAct({
    run: (_: null, key) => api.post('/audit/verify', AuditCheck, {}, { idempotencyKey: key }),
    refresh: [keys.audit.checks],
  });
  return (
    <Button
      leftSection={<ShieldCheck size={16} strokeWidth={2} aria-hidden />}
      loading={verify.isPending || check?.state === 'running'}
      onClick={() => verify.mutate(null)}
    >
      {t('audit.verify')}
    </Button>
  );
}

/** How far it is, then what it found and when. */
export function ChainCheck() {
  const t = useT();
  const check = useNewestCheck();
  if (!check) return null;
  if (check.state === 'running') return <Running check={check} />;
  if (check.result) return <Verdict verification={check.result} at={check.finishedAt} />;
  return (
    <div className="chain-state is-broken" role="status">
      <ShieldAlert size={20} strokeWidth={2} aria-hidden />
      <strong>{t('audit.verify.failed')}</strong>
    </div>
  );
}

function Running({ check }: { check: AuditCheck }) {
  const t = useT();
  const { done, total } = check.progress;
  return (
    <div className="chain-state is-running" role="status">
      <strong>{t('audit.verify.running')}</strong>
      <Progress
        value={total ? Math.min(100, (100 * done) / total) : 100}
        animated={!total}
        aria-label={t('audit.verify')}
      />
      {total ? <span className="text-2">{t('audit.verify.progress', { done, total })}</span> : null}
    </div>
  );
}

function Verdict({ verification, at }: { verification: AuditVerification; at: string | null }) {
  const t = useT();
  const time = useTime();
  const { firstBroken, checked, unsealed } = verification;
  const Icon = verification.intact ? ShieldCheck : ShieldAlert;
  return (
    <div className={verification.intact ? 'chain-state' : 'chain-state is-broken'} role="status">
      <Icon size={20} strokeWidth={2} aria-hidden />
      <div>
        <strong>
          {firstBroken ? t('audit.verify.broken', { seal: firstBroken.seal }) : t('audit.verify.intact', { checked })}
        </strong>
        <div>
          {at ? t('audit.verify.at', { when: time.when(at) }) : null}
          {unsealed > 0 ? ` · ${t('audit.verify.unsealed', { unsealed })}` : null}
        </div>
      </div>
    </div>
  );
}
