import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { IncomingMessage, PersonPage, type IncomingDetail } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';

const SHOWN = 8;

/** Nobody is guessed: one of those who share the number, somebody else, or a new enquiry. */
export function WhoseIs({ message }: { message: IncomingDetail }) {
  const t = useT();
  const can = useCan();
  const [personId, setPersonId] = useState<string | null>(null);
  const [keepAddress, setKeepAddress] = useState(false);
  const [name, setName] = useState('');
  const match = useAct({
    run: (input: { personId: string; keepAddress: boolean }, key) =>
      api.post(
        `/inbox/${message.id}/match`,
        IncomingMessage,
        { ...input, version: message.version },
        { idempotencyKey: key },
      ),
    refresh: [keys.inbox.all],
    done: t('inbox.matchedNow'),
  });
  const take = useAct({
    run: (_: null, key) =>
      api.post(
        `/inbox/${message.id}/enquiry`,
        IncomingMessage,
        { ...(name.trim() ? { name: name.trim() } : {}), version: message.version },
        { idempotencyKey: key },
      ),
    refresh: [keys.inbox.all],
    showError: 'form',
    done: t('inbox.takenNow'),
  });
  const errors = useFormErrors(take.error, ['name']);
  if (!can('people.write')) return <p className="inbox-note">{t('inbox.ofNobody')}</p>;
  const canKeep = message.match === 'unknown' && message.from !== null && message.channel !== 'chat';
  return (
    <section className="inbox-note" aria-label={t('inbox.whose')}>
      <strong>
        {t(
          message.match === 'shared'
            ? 'inbox.askShared'
            : message.channel === 'letter'
              ? 'inbox.askLetter'
              : 'inbox.askUnknown',
        )}
      </strong>
      {message.candidates.length > 0 ? (
        <ul className="inbox-candidates">
          {message.candidates.map((one) => (
            <li key={one.id}>
              <span>
                {one.name ?? t('common.noName')}{' '}
                {one.lastWrittenTo ? <span className="text-2">{t('inbox.lastWrittenTo')}</span> : null}
              </span>
              <Button
                size="xs"
                variant="default"
                loading={match.isPending}
                onClick={() => match.mutate({ personId: one.id, keepAddress: false })}
              >
                {t('inbox.isHers', { name: one.name ?? t('common.noName') })}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="inbox-acts">
        <PersonSelect value={personId} onChange={setPersonId} />
        {canKeep ? (
          <Checkbox
            label={t('inbox.keepAddress')}
            checked={keepAddress}
            onChange={(event) => setKeepAddress(event.currentTarget.checked)}
          />
        ) : null}
        <Button
          size="xs"
          variant="default"
          disabled={personId === null}
          loading={match.isPending}
          onClick={() => personId && match.mutate({ personId, keepAddress })}
        >
          {t('inbox.match')}
        </Button>
      </div>
      {can('enquiries.work') ? (
        <Form label={t('inbox.takeAsEnquiry')} onSubmit={() => take.mutate(null)}>
          <FormError summary={errors.summary} />
          <div className="inbox-acts">
            <TextInput
              size="xs"
              label={t('inbox.newName')}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.currentTarget.value)}
              {...errorProp(errors.field('name'))}
            />
            <Button size="xs" variant="default" type="submit" loading={take.isPending}>
              {t('inbox.takeAsEnquiry')}
            </Button>
          </div>
        </Form>
      ) : null}
    </section>
  );
}

function PersonSelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 250);
  const found = useQuery({
    queryKey: keys.people.list({ q: asked, limit: SHOWN }),
    queryFn: ({ signal }) => api.get('/people', PersonPage, { query: { q: asked, limit: SHOWN }, signal }),
    enabled: asked !== '',
  });
  const data = (found.data?.items ?? []).map(({ id, name, number }) => ({
    value: id,
    label: `${name ?? t('common.noName')} · ${number}`,
  }));
  return (
    <Select
      size="xs"
      label={t('inbox.findPerson')}
      placeholder={t('inbox.findPersonHint')}
      searchable
      data={data}
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={onChange}
      nothingFoundMessage={asked === '' ? null : t('inbox.nobodyFound')}
    />
  );
}
