import { Anchor, Button, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LetterBatch, LetterList, type Letter, type LetterPrint } from '@anbu/contract';
import { api, fileAddress, keys, useAct, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  ConfirmDialog,
  Dialog,
  errorProp,
  ErrorState,
  FamilyBadge,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  useFormErrors,
  VirtualTable,
  type Column,
} from '../../ui/index.ts';
import { BatchState } from './letter-state.tsx';
import { LETTER_FAMILY } from './words.ts';

/** A batch: its pages, the next step, a part once more after a jam, and each letter in it. */
export function BatchDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT();
  const batch = useQuery({
    queryKey: keys.letters.batch(id),
    queryFn: ({ signal }) => api.get(`/letters/batches/${id}`, LetterBatch, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.prints.some(isBeingSet) ? 1_500 : 30_000),
  });
  return (
    <Dialog title={batch.data ? t('letters.noOf', { no: batch.data.no }) : t('letters.no')} onClose={onClose} size="lg">
      {batch.error ? <ErrorState error={batch.error} onRetry={() => void batch.refetch()} /> : null}
      {batch.isPending ? <LoadingRows rows={4} /> : null}
      {batch.data ? <Content batch={batch.data} /> : null}
    </Dialog>
  );
}

const isBeingSet = ({ pages, failed }: LetterPrint) => pages === null && !failed;

function Content({ batch }: { batch: LetterBatch }) {
  const t = useT();
  const [asks, setAsks] = useState<'posted' | 'reprint' | null>(null);
  const act = useAct({
    run: (what: 'printed' | 'posted', key) =>
      api.post(
        `/letters/batches/${batch.id}/${what}`,
        LetterBatch,
        { version: batch.version },
        { idempotencyKey: key },
      ),
    refresh: [keys.letters.all, keys.messages.all],
    done: t('common.saved'),
    onDone: () => setAsks(null),
  });
  const isReady = batch.prints.some(({ pages }) => pages !== null);
  return (
    <div className="proof">
      <span>
        <BatchState batch={batch} />{' '}
        <span className="text-2">{`${t('letters.count')} ${batch.letters.toLocaleString(t.locale)}`}</span>
      </span>
      {batch.state === 'failed' ? <span className="text-late">{t('letters.failedBody')}</span> : null}
      <ul className="letter-prints">
        {batch.prints.map((print) => (
          <li key={print.id}>
            <Print print={print} whole={print.from === 1 && print.to === batch.letters} />
          </li>
        ))}
      </ul>
      <div className="form-acts">
        {batch.state === 'failed' ? null : (
          <Button variant="default" disabled={!isReady} onClick={() => setAsks('reprint')}>
            {t('letters.reprint')}
          </Button>
        )}
        {batch.state === 'queued' ? (
          <Button loading={act.isPending} disabled={!isReady} onClick={() => act.mutate('printed')}>
            {t('letters.printed')}
          </Button>
        ) : null}
        {batch.state === 'printed' ? <Button onClick={() => setAsks('posted')}>{t('letters.posted')}</Button> : null}
      </div>
      {asks === 'reprint' ? <Reprint batch={batch} onClose={() => setAsks(null)} /> : null}
      {batch.state === 'failed' ? null : <Letters batch={batch} />}
      <ConfirmDialog
        opened={asks === 'posted'}
        title={t('letters.posted')}
        body={t('letters.postedAsk', { letters: batch.letters })}
        confirm={t('letters.posted')}
        busy={act.isPending}
        onConfirm={() => act.mutate('posted')}
        onClose={() => setAsks(null)}
      />
    </div>
  );
}

function Print({ print, whole }: { print: LetterPrint; whole: boolean }) {
  const t = useT();
  const { id, from, to, pages, failed } = print;
  if (pages === null)
    return <span className="text-2">{failed ? t('letters.state.failed') : t('letters.setting')}</span>;
  return (
    <Anchor href={fileAddress(`/letters/prints/${id}/file`)} download>
      {whole ? t('letters.download', { pages }) : t('letters.downloadPart', { from, to, pages })}
    </Anchor>
  );
}

function Reprint({ batch, onClose }: { batch: LetterBatch; onClose: () => void }) {
  const t = useT();
  const [range, setRange] = useState({ from: 1, to: batch.letters });
  const ask = useAct({
    run: (_: null, key) =>
      api.post(`/letters/batches/${batch.id}/reprint`, LetterBatch, range, { idempotencyKey: key }),
    refresh: [keys.letters.all],
    showError: 'form',
    onDone: onClose,
  });
  const errors = useFormErrors(ask.error, ['from', 'to']);
  return (
    <Form onSubmit={() => ask.mutate(null)} label={t('letters.reprint')}>
      <FormError summary={errors.summary} />
      <p className="text-2">{t('letters.reprintBody')}</p>
      <div className="form-line">
        {(['from', 'to'] as const).map((field) => (
          <NumberInput
            key={field}
            className="grow"
            label={t(`letters.${field}`)}
            min={1}
            max={batch.letters}
            value={range[field]}
            onChange={(value) => setRange({ ...range, [field]: Number(value) || 1 })}
            {...errorProp(errors.field(field))}
          />
        ))}
      </div>
      <FormActs busy={ask.isPending} submit={t('letters.reprint')} onCancel={onClose} />
    </Form>
  );
}

function Letters({ batch }: { batch: LetterBatch }) {
  const t = useT();
  const time = useTime();
  const query = { batch: batch.id };
  const list = usePages(keys.letters.list(query), '/letters', LetterList, query);
  const columns: readonly Column<Letter>[] = [
    { id: 'seq', header: t('letters.seq'), width: 56, cell: (row) => row.seq },
    {
      id: 'address',
      header: t('letters.address'),
      width: 'auto',
      min: 110,
      cell: (row) => <span className="clip">{row.address.join(', ')}</span>,
    },
    {
      id: 'state',
      header: t('letters.state'),
      width: t.language === 'en' ? 132 : 108,
      cell: (row) => (
        <span title={row.returnedAt ? time.when(row.returnedAt) : undefined}>
          <FamilyBadge family={LETTER_FAMILY[row.state]}>
            {row.returnedWhy ? t(`letters.why.${row.returnedWhy}`) : t(`letters.state.${row.state}`)}
          </FamilyBadge>
        </span>
      ),
    },
  ];
  return (
    <div className="letter-list">
      <VirtualTable
        label={t('letters.letterList')}
        list={list}
        columns={columns}
        rowId={(row) => row.number}
        rowHeight={36}
        empty={null}
      />
    </div>
  );
}
