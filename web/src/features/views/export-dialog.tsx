import { Button, Progress, SegmentedControl, Textarea } from '@mantine/core';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { EXPORT_FORMATS, Export, ExportPage, type ListColumn, type ViewList } from '@anbu/contract';
import { api, fileAddress, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';

type Props = {
  list: ViewList;
  /** The address as texts: filters and order. */
  query: Readonly<Record<string, string>>;
  columns: readonly ListColumn[];
  onClose: () => void;
};

/** The list leaves the house as it is shown, for a reason. What is long is made by a job and may be left. */
export function ExportDialog({ list, query, columns, onClose }: Props) {
  const t = useT();
  const [format, setFormat] = useState<(typeof EXPORT_FORMATS)[number]>('xlsx');
  const [reason, setReason] = useState('');
  const recent = useQuery({
    queryKey: keys.exports.own,
    queryFn: ({ signal }) => api.get('/exports', ExportPage, { query: { limit: 5 }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? 1_000 : false),
  });
  const make = useAct({
    run: (body: object, key) => api.post('/exports', Export, body, { idempotencyKey: key }),
    refresh: [keys.exports.all],
    showError: 'form',
    onDone: (made) => {
      setReason('');
      if (made.state === 'done') window.location.assign(fileOf(made));
    },
  });
  const errors = useFormErrors(make.error, ['reason']);
  return (
    <Dialog title={t('exports.dialog')} onClose={onClose}>
      <Form
        label={t('exports.dialog')}
        onSubmit={() => make.mutate({ list, format, query, columns, reason: reason.trim() })}
      >
        <p className="text-2 columns-hint">{t('exports.what')}</p>
        <SegmentedControl
          aria-label={t('exports.format')}
          value={format}
          onChange={(value) => setFormat(value === 'csv' ? 'csv' : 'xlsx')}
          data={EXPORT_FORMATS.toReversed().map((value) => ({ value, label: t(`exports.format.${value}`) }))}
        />
        <Textarea
          label={t('exports.reason')}
          description={t('exports.reasonHint')}
          data-autofocus
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...errorProp(errors.field('reason'))}
        />
        <FormError summary={errors.summary} />
        <div className="form-acts">
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {t('exports.make')}
          </Button>
        </div>
      </Form>
      {recent.data && recent.data.items.length > 0 ? (
        <section className="exports-recent" aria-label={t('exports.recent')}>
          <strong>{t('exports.recent')}</strong>
          <ul className="view-list" aria-live="polite">
            {recent.data.items.map((one) => (
              <Made key={one.id} one={one} />
            ))}
          </ul>
        </section>
      ) : null}
    </Dialog>
  );
}

function fileOf({ id }: Export): string {
  return fileAddress(`/exports/${id}/file`);
}

function Made({ one }: { one: Export }) {
  const t = useT();
  const time = useTime();
  const rows =
    one.total === null || one.state === 'done'
      ? t('exports.progress', { done: t.number(one.done) })
      : t('exports.progressOf', { done: t.number(one.done), total: t.number(one.total) });
  const words = {
    running: t('exports.making'),
    done: t('exports.until', { when: time.when(one.expiresAt) }),
    failed: t('exports.failed'),
    expired: t('exports.expiredNote'),
  }[one.state];
  return (
    <li>
      <div className="view-list-words">
        <span className="clip">
          {one.fileName} · {rows}
        </span>
        <span className={one.state === 'failed' ? 'text-late' : 'text-2'}>
          {words} {one.unusual ? t('exports.unusualNote') : ''}
        </span>
        {one.state === 'running' ? (
          <Progress
            size="sm"
            aria-label={t('exports.making')}
            value={one.total ? (one.done / one.total) * 100 : 100}
            animated={one.total === null}
          />
        ) : null}
      </div>
      {one.state === 'done' ? (
        <Button
          component="a"
          href={fileOf(one)}
          size="xs"
          variant="light"
          leftSection={<Download size={14} aria-hidden />}
        >
          {t('exports.download')}
        </Button>
      ) : null}
    </li>
  );
}
