import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AbsencePage, Absence as AbsenceSchema, type Absence } from '@anbu/contract';
import { api, keys, useAct, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';
import { useAbsenceWords } from './absence-words.ts';

type Act = (absence: Absence) => void;

/** Who is away now or will be. */
export function AbsencePanel({ onEdit, onHandOver }: { onEdit: Act; onHandOver: Act }) {
  const t = useT();
  const absences = useQuery({
    queryKey: [...keys.roster.all, 'absences'],
    queryFn: ({ signal }) => api.get('/absences', AbsencePage, { signal }),
  });
  const items = absences.data?.items ?? [];
  return (
    <Panel title={t('roster.absences')}>
      {absences.error ? <ErrorState error={absences.error} onRetry={() => void absences.refetch()} /> : null}
      {absences.isPending ? <LoadingRows rows={2} /> : null}
      {absences.data && items.length === 0 ? <p className="text-2">{t('roster.absences.none')}</p> : null}
      {items.map((absence) => (
        <AbsenceLine
          key={absence.id}
          absence={absence}
          onEdit={() => onEdit(absence)}
          onHandOver={() => onHandOver(absence)}
        />
      ))}
    </Panel>
  );
}

function AbsenceLine({
  absence,
  onEdit,
  onHandOver,
}: {
  absence: Absence;
  onEdit: () => void;
  onHandOver: () => void;
}) {
  const t = useT();
  const time = useTime();
  const words = useAbsenceWords();
  const name = useUserName()(absence.userId) ?? '';
  const begun = Date.parse(absence.from) <= time.now;
  const end = useAct({
    run: (version: number, key) =>
      api.post(`/absences/${absence.id}/end`, AbsenceSchema, { version }, { idempotencyKey: key }),
    refresh: [keys.roster.all],
    done: begun ? t('roster.absence.ended') : t('common.deleted'),
  });
  return (
    <div className="setting-row roster-absence">
      <div className="setting-row-words">
        <strong>{name}</strong>
        {begun ? <span className="roster-now">{t('roster.absence.now')}</span> : null}
        <span className="text-2">
          {[absence.kind ? t(`roster.absence.kind.${absence.kind}`) : null, words(absence), absence.note]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {absence.editable ? (
        <>
          <Button variant="default" size="xs" aria-label={`${name} ${t('desk.handOver')}`} onClick={onHandOver}>
            {t('desk.handOver')}
          </Button>
          <Button variant="default" size="xs" aria-label={`${name} ${t('common.edit')}`} onClick={onEdit}>
            {t('common.edit')}
          </Button>
          <Button
            variant={begun ? 'light' : 'default'}
            size="xs"
            loading={end.isPending}
            aria-label={t(begun ? 'roster.absence.backOf' : 'roster.absence.callOffOf', { name })}
            onClick={() => end.mutate(absence.version)}
          >
            {t(begun ? 'roster.absence.back' : 'roster.absence.callOff')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
