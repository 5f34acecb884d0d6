import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ExportPage, Nothing, type Export } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../api/index.ts';
import { useT, useTime } from '../i18n/index.ts';

/** More than usual has left the house: it stays until an administrator has looked at it (S13). */
export function ExportAlerts() {
  const can = useCan();
  const isAsked = can('audit.read');
  const unusual = useQuery({
    queryKey: keys.exports.unusual,
    enabled: isAsked,
    queryFn: ({ signal }) => api.get('/exports', ExportPage, { query: { unusual: true, limit: 3 }, signal }),
    refetchInterval: 60_000,
  });
  const [first] = unusual.data?.items ?? [];
  return isAsked && first ? <One key={first.id} one={first} /> : null;
}

function One({ one }: { one: Export }) {
  const t = useT();
  const time = useTime();
  const seen = useAct({
    run: (_: null, key) => api.post(`/exports/${one.id}/acknowledge`, Nothing, {}, { idempotencyKey: key }),
    refresh: [keys.exports.all],
  });
  return (
    <div className="export-alert" role="alert">
      <strong>{t('exports.alert', { name: one.byName, rows: one.total ?? one.done })}</strong>
      <span className="text-2 clip">
        {time.when(one.createdAt)} · {t('exports.alertReason', { reason: one.reason })}
      </span>
      <Button size="xs" variant="default" loading={seen.isPending} onClick={() => seen.mutate(null)}>
        {t('exports.seen')}
      </Button>
    </div>
  );
}
