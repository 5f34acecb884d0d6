import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { PostalAddressReply, RETURN_REASONS, type PostalAddress } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import {
  Dialog,
  errorProp,
  ErrorState,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  useFormErrors,
} from '../../ui/index.ts';

const COUNTRIES = ['KR', 'CN', 'US', 'JP', 'TW', 'HK', 'VN', 'RU', 'MN', 'GB', 'DE', 'FR', 'CA', 'AU'] as const;

/** Where letters go; one that came back says so until the address is told anew. */
export function PostalAddressCard({ personId, writes }: { personId: string; writes: boolean }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const reply = useQuery({
    queryKey: keys.people.address(personId),
    queryFn: ({ signal }) => api.get(`/people/${personId}/address`, PostalAddressReply, { signal }),
  });
  const address = reply.data?.address ?? null;
  const known = RETURN_REASONS.find((reason) => reason === address?.badWhy);
  return (
    <section className="panel panel-body">
      <div className="card-head">
        <h2>{t('people.address')}</h2>
        {writes && reply.data ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={address ? <Pencil size={14} aria-hidden /> : <Plus size={14} aria-hidden />}
            aria-label={address ? `${t('common.edit')} – ${t('people.address')}` : undefined}
            onClick={() => setOpen(true)}
          >
            {address ? t('common.edit') : t('people.address.add')}
          </Button>
        ) : null}
      </div>
      {reply.error ? <ErrorState error={reply.error} onRetry={() => void reply.refetch()} /> : null}
      {reply.isPending ? <LoadingRows rows={1} /> : null}
      {address ? (
        <address className="postal-address">
          {[address.postcode, ...address.lines].filter(Boolean).join(' ')}
          {address.country === 'KR' ? '' : ` · ${countryName(t.locale, address.country)}`}
        </address>
      ) : reply.data ? (
        <p className="text-2">{t('people.address.none')}</p>
      ) : null}
      {address?.state === 'bad' ? (
        <p className="text-late">{t('people.address.bad', { why: t(`letters.why.${known ?? 'other'}`) })}</p>
      ) : null}
      {open ? <AddressDialog personId={personId} address={address} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

function countryName(locale: string, country: string): string {
  return new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
}

function AddressDialog({
  personId,
  address,
  onClose,
}: {
  personId: string;
  address: PostalAddress | null;
  onClose: () => void;
}) {
  const t = useT();
  const [country, setCountry] = useState(address?.country ?? 'KR');
  const [postcode, setPostcode] = useState(address?.postcode ?? '');
  const [lines, setLines] = useState(address?.lines.join('\n') ?? '');
  const path = `/people/${personId}/address`;
  const done = { refresh: [keys.people.address(personId), keys.timeline.of(personId)], onDone: onClose } as const;
  const save = useAct({
    run: (_: null, _key) =>
      api.put(path, PostalAddressReply, {
        country,
        postcode: postcode.trim() === '' ? null : postcode,
        lines: lines
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      }),
    ...done,
    done: t('common.saved'),
    showError: 'form',
  });
  const drop = useAct({
    run: (_: null, _key) => api.delete(path, PostalAddressReply),
    ...done,
    done: t('common.saved'),
  });
  const errors = useFormErrors(save.error, ['country', 'postcode', 'lines']);
  const countries = COUNTRIES.some((known) => known === country) ? COUNTRIES : [...COUNTRIES, country];
  return (
    <Dialog title={t('people.address')} onClose={onClose}>
      <Form onSubmit={() => save.mutate(null)} label={t('people.address')}>
        <FormError summary={errors.summary} />
        <div className="form-line">
          <TextInput
            className="grow"
            label={t('people.address.postcode')}
            autoComplete="off"
            maxLength={12}
            data-autofocus
            value={postcode}
            onChange={(event) => setPostcode(event.currentTarget.value)}
            {...errorProp(errors.field('postcode'))}
          />
          <Select
            label={t('people.address.country')}
            data={countries.map((value) => ({ value, label: countryName(t.locale, value) }))}
            value={country}
            searchable
            allowDeselect={false}
            onChange={(value) => value && setCountry(value)}
            {...errorProp(errors.field('country'))}
          />
        </div>
        <Textarea
          label={t('people.address.lines')}
          autosize
          minRows={2}
          maxRows={4}
          maxLength={400}
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
          {...errorProp(errors.field('lines'))}
        />
        {address ? (
          <Button variant="subtle" color="red.8" loading={drop.isPending} onClick={() => drop.mutate(null)}>
            {t('people.address.drop')}
          </Button>
        ) : null}
        <FormActs busy={save.isPending} submit={t('common.save')} disabled={lines.trim() === ''} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
