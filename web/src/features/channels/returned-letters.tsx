import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { MailWarning } from 'lucide-react';
import { useRef, useState } from 'react';
import { Letter, LetterList, RETURN_REASONS, type ReturnReason } from '@anbu/contract';
import { api, keys, useAct, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, errorProp, Form, FormError, useFormErrors, VirtualTable, type Column } from '../../ui/index.ts';

/** What the post brings back: scanned or typed one after the other, and looked at one by one. */
export function ReturnedLetters() {
  const t = useT();
  const time = useTime();
  const navigate = useNavigate();
  const query = { check: 1 };
  const list = usePages(keys.letters.list(query), '/letters', LetterList, query);
  const check = useAct({
    run: (number: string, key) => api.post(`/letters/${number}/checked`, Letter, {}, { idempotencyKey: key }),
    refresh: [keys.letters.all],
    done: t('common.saved'),
  });
  const open = (row: Letter) =>
    void navigate({ to: '/people/$personId', params: { personId: row.personId }, search: {} });
  const reason = (row: Letter) => (row.returnedWhy ? t(`letters.why.${row.returnedWhy}`) : '');
  const checkButton = (row: Letter) => (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={`${t('letters.check')} ${row.number}`}
      onClick={(event) => {
        event.stopPropagation();
        check.mutate(row.number);
      }}
    >
      {t('letters.check')}
    </Button>
  );
  const columns: readonly Column<Letter>[] = [
    { id: 'number', header: t('letters.number'), width: 130, cell: (row) => row.number },
    { id: 'why', header: t('letters.why'), width: 140, cell: reason },
    {
      id: 'address',
      header: t('letters.address'),
      width: 'auto',
      cell: (row) => <span className="clip">{row.address.join(', ')}</span>,
    },
    {
      id: 'when',
      header: t('messages.when'),
      width: 130,
      cell: (row) => (row.returnedAt ? time.when(row.returnedAt) : ''),
    },
    { id: 'check', header: '', width: 130, cell: checkButton },
  ];
  return (
    <>
      <ReturnForm />
      <VirtualTable
        label={t('letters.letterList')}
        list={list}
        columns={columns}
        rowId={(row) => row.number}
        rowHeight={52}
        onOpen={open}
        empty={
          <EmptyState
            icon={<MailWarning size={22} strokeWidth={1.75} />}
            title={t('letters.checkEmpty')}
            body={t('letters.checkEmptyBody')}
          />
        }
        card={{
          height: 96,
          content: (row) => (
            <div className="message-card">
              <span>{`${row.number} · ${reason(row)}`}</span>
              <span className="clip text-2">{row.address.join(', ')}</span>
              <span>{checkButton(row)}</span>
            </div>
          ),
        }}
      />
    </>
  );
}

/** A scanner types the figures and Enter: the reason stays for the next one. */
function ReturnForm() {
  const t = useT();
  const [number, setNumber] = useState('');
  const [why, setWhy] = useState<ReturnReason>('moved');
  const field = useRef<HTMLInputElement>(null);
  const send = useAct({
    run: (_: null, key) => api.post('/letters/returned', Letter, { number, why }, { idempotencyKey: key }),
    refresh: [keys.letters.all, keys.messages.all],
    showError: 'form',
    onDone: (letter) => {
      notifications.show({
        message: t('letters.returnedDone', { number: letter.number }),
        color: 'brand',
        autoClose: 3_000,
      });
      setNumber('');
      field.current?.focus();
    },
  });
  const errors = useFormErrors(send.error, ['number']);
  return (
    <Form onSubmit={() => number.trim() !== '' && send.mutate(null)} label={t('letters.returned')}>
      <FormError summary={errors.summary} />
      <div className="filter-row">
        <TextInput
          ref={field}
          label={t('letters.number')}
          inputMode="numeric"
          maxLength={40}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          {...errorProp(errors.field('number'))}
        />
        <Select
          label={t('letters.why')}
          data={RETURN_REASONS.map((value) => ({ value, label: t(`letters.why.${value}`) }))}
          value={why}
          allowDeselect={false}
          onChange={(value) => setWhy(RETURN_REASONS.find((one) => one === value) ?? why)}
        />
        <Button type="submit" variant="default" loading={send.isPending} disabled={number.trim() === ''}>
          {t('letters.returned')}
        </Button>
      </div>
    </Form>
  );
}
