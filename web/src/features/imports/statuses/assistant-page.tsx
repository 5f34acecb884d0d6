import './statuses.css';
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { Import, StatusLabelPage, StatusQuestionPage } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../shortcuts/registry.ts';
import { ButtonLink, EmptyState, ErrorState, Kbd, LoadingRows, PageHeader } from '../../../ui/index.ts';
import { isOpen } from '../steps.ts';
import { acceptedAs, isSure, type Label } from './choices.ts';
import { EffectSection } from './effect-section.tsx';
import { LabelsView } from './labels-view.tsx';
import { QuestionsView } from './questions-view.tsx';

/** Home-made statuses of a list beside the 21: what each name means, what is asked, and what the cohorts will look like. */
export function AssistantPage() {
  const t = useT();
  const can = useCan();
  const { importId } = useParams({ from: '/app/imports/$importId/statuses' });
  const job = useQuery({
    queryKey: keys.imports.detail(importId),
    queryFn: ({ signal }) => api.get(`/imports/${importId}`, Import, { signal }),
  });
  const labels = useQuery({
    queryKey: keys.imports.labels(importId),
    queryFn: ({ signal }) => api.get(`/imports/${importId}/status-mapping`, StatusLabelPage, { signal }),
  });
  const questions = useQuery({
    queryKey: keys.imports.questions(importId),
    queryFn: ({ signal }) => api.get(`/imports/${importId}/status-questions`, StatusQuestionPage, { signal }),
  });
  const error = job.error ?? labels.error ?? questions.error;
  const retry = () => void Promise.all([job.refetch(), labels.refetch(), questions.refetch()]);
  const open = job.data !== undefined && isOpen(job.data);
  const items = labels.data?.items ?? [];
  const asked = (questions.data?.items ?? []).reduce((sum, { count }) => sum + count, 0);
  const sub = job.data ? t('assistant.sub', { file: job.data.fileName, labels: items.length }) : null;
  const [tab, setTab] = useState<'labels' | 'questions'>('labels');
  return (
    <div className="page">
      <PageHeader
        title={t('assistant.title')}
        sub={sub}
        aside={
          <>
            <ButtonLink variant="default" to="/imports/$importId" params={{ importId }}>
              {t('assistant.back')}
            </ButtonLink>
            <ButtonLink variant="default" to="/imports/$importId/sheet" params={{ importId }}>
              {t('assistant.sheet')}
            </ButtonLink>
            {can('enquiries.supervise') ? (
              <ButtonLink variant="default" to="/settings/statuses/health">
                {t('health.open')}
              </ButtonLink>
            ) : null}
          </>
        }
        primary={open ? <Primary importId={importId} labels={items} asked={asked} /> : null}
      />
      {error ? <ErrorState error={error} onRetry={retry} /> : null}
      {labels.isPending || questions.isPending ? <LoadingRows rows={8} /> : null}
      {labels.data && questions.data ? (
        items.length === 0 ? (
          <EmptyState title={t('assistant.empty')} />
        ) : (
          <>
            <EffectSection importId={importId} />
            <div className="assistant-bar">
              <SegmentedControl
                aria-label={t('assistant.tab')}
                value={tab}
                onChange={(value) => setTab(value === 'questions' ? 'questions' : 'labels')}
                data={[
                  { value: 'labels', label: t('assistant.tab.labels', { count: items.length }) },
                  { value: 'questions', label: t('assistant.tab.questions', { count: asked }) },
                ]}
              />
              {open ? <UndoDecision importId={importId} labels={items} /> : null}
            </div>
            {tab === 'labels' ? (
              <LabelsView importId={importId} labels={items} open={open} />
            ) : (
              <QuestionsView importId={importId} questions={questions.data.items} open={open} />
            )}
            <p className="text-2">{t('assistant.afterApply')}</p>
          </>
        )
      ) : null}
    </div>
  );
}

/** One act for all that is sure; then the way to applying it. */
function Primary({ importId, labels, asked }: { importId: string; labels: readonly Label[]; asked: number }) {
  const t = useT();
  const sure = labels.filter(isSure);
  const accept = useAct({
    run: () =>
      api.put(`/imports/${importId}/status-mapping`, z.unknown(), {
        items: sure.map((label) => ({
          label: label.label,
          decided: acceptedAs(label),
          ...(label.proposals[0]?.holdReasons ? { holdReasons: label.proposals[0].holdReasons } : {}),
        })),
      }),
    refresh: [keys.imports.all],
    done: t('assistant.accepted'),
  });
  if (sure.length > 0) {
    return (
      <Button loading={accept.isPending} onClick={() => accept.mutate(null)}>
        {t('assistant.acceptAll', { count: sure.length })}
      </Button>
    );
  }
  return (
    <>
      {asked > 0 ? <span className="text-soon">{t('assistant.leftWhy', { count: asked })}</span> : null}
      <ButtonLink to="/imports/$importId" params={{ importId }} variant={asked > 0 ? 'default' : 'filled'}>
        {t('assistant.goApply')}
      </ButtonLink>
    </>
  );
}

function UndoDecision({ importId, labels }: { importId: string; labels: readonly Label[] }) {
  const t = useT();
  const undo = useAct({
    run: (_: null, key) =>
      api.post(`/imports/${importId}/status-mapping/undo`, z.unknown(), {}, { idempotencyKey: key }),
    refresh: [keys.imports.all],
    done: t('assistant.undone'),
  });
  const decided = labels.some(({ decidedAt }) => decidedAt !== null);
  useShortcuts([{ keys: 'U', label: t('assistant.undo'), when: decided, run: () => undo.mutate(null) }]);
  return decided ? (
    <Button
      variant="subtle"
      leftSection={<Undo2 size={16} aria-hidden />}
      loading={undo.isPending}
      onClick={() => undo.mutate(null)}
    >
      {t('assistant.undo')} <Kbd keys="U" />
    </Button>
  ) : null;
}
