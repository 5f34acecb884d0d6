import { Anchor, Button } from '@mantine/core';
import { ConsentPage } from '@anbu/contract';
import { keys, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows, SideDialog } from '../../ui/index.ts';

/** All that she said about being told, the newest first; nothing of it is ever changed. */
export function HistoryDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const history = usePages(keys.people.consentHistory(personId), `/people/${personId}/consents/history`, ConsentPage);
  return (
    <SideDialog title={t('consents.history')} onClose={onClose}>
      {history.error ? <ErrorState error={history.error} onRetry={history.retry} /> : null}
      {history.isPending ? <LoadingRows rows={4} /> : null}
      {!history.isPending && !history.error && history.items.length === 0 ? (
        <p className="text-2">{t('consents.none')}</p>
      ) : null}
      <ol className="consent-history">
        {history.items.map((row) => (
          <li key={row.id}>
            <strong>
              {[
                row.kind === 'contact' ? null : t(`consents.kind.${row.kind}`),
                t(`gate.purpose.${row.purpose}`),
                row.kind === 'contact' ? t(`gate.channel.${row.channel}`) : null,
                row.night ? t('consents.atNight') : null,
              ]
                .filter(Boolean)
                .join(' · ')}{' '}
              – {t(`consents.state.${row.state}`)}
            </strong>
            <span className="text-2">
              {[
                time.when(row.at),
                t(`consents.source.${row.source}`),
                row.recordedByName,
                row.textVersion ? t('consents.textVersion', { version: row.textVersion }) : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {row.takenBack ? <span className="text-late">{t('consents.takenBack')}</span> : null}
            {row.evidenceText ? <span>{row.evidenceText}</span> : null}
            {row.evidenceFile ? (
              <Anchor href={`/api/v1/consent-evidence/${row.evidenceFile.id}/file`} download={row.evidenceFile.name}>
                {t('consents.evidence.open', { name: row.evidenceFile.name })}
              </Anchor>
            ) : null}
          </li>
        ))}
      </ol>
      {history.hasMore ? (
        <Button variant="default" size="xs" loading={history.isFetchingMore} onClick={history.loadMore}>
          {t('common.more')}
        </Button>
      ) : null}
    </SideDialog>
  );
}
