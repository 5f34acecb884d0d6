import '../settings/settings.css';
import { Button, FileInput, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { PhoneOff } from 'lucide-react';
import { useState } from 'react';
import { DoNotCallList, DoNotCallListPage, GateRulePage, Jurisdiction, JURISDICTIONS } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { addDays } from '../enquiries/site-time.ts';
import { DayInput, Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { ListState, Panel } from '../settings/parts.tsx';

/** National do-not-call lists: of which day the latest of each country is, and until when the gate takes it. */
export function DoNotCallLists() {
  const t = useT();
  const can = useCan();
  const [bringing, setBringing] = useState(false);
  const lists = useQuery({
    queryKey: keys.privacy.lists,
    queryFn: ({ signal }) => api.get('/do-not-call-lists', DoNotCallListPage, { signal }),
  });
  const items = lists.data?.items ?? [];
  return (
    <div className="privacy-lists">
      {can('settings.write') ? (
        <div>
          <Button onClick={() => setBringing(true)}>{t('privacy.lists.bring')}</Button>
        </div>
      ) : null}
      <ListState
        list={lists}
        icon={<PhoneOff size={22} strokeWidth={1.75} />}
        title={t('privacy.lists.empty')}
        body={t('privacy.lists.emptyBody')}
      />
      {JURISDICTIONS.map((country) => {
        const own = items.filter(({ jurisdiction }) => jurisdiction === country);
        return own.length === 0 ? null : <Country key={country} country={country} lists={own} />;
      })}
      {bringing ? <BringDialog onClose={() => setBringing(false)} /> : null}
    </div>
  );
}

function Country({ country, lists }: { country: Jurisdiction; lists: readonly DoNotCallList[] }) {
  const t = useT();
  const time = useTime();
  const rules = useQuery({
    queryKey: keys.gateRules,
    queryFn: ({ signal }) => api.get('/gate/rules', GateRulePage, { signal }),
  });
  const [latest, ...before] = lists;
  const limits = (rules.data?.items ?? []).filter(
    ({ kind, jurisdiction, current }) => kind === 'registry' && jurisdiction === country && current.active,
  );
  if (!latest) return null;
  const line = (list: DoNotCallList) =>
    [
      t('privacy.lists.numbers', { count: list.numbers }),
      list.unread > 0 ? t('privacy.lists.unread', { count: list.unread }) : null,
      list.fileName,
      list.broughtByName,
      time.when(list.broughtAt),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Panel title={t(`gate.jurisdiction.${country}`)}>
      <p>
        <strong>{t('privacy.lists.asOf', { day: time.longDay(latest.asOf) })}</strong>
      </p>
      <p className="text-2">{line(latest)}</p>
      {limits.map((rule) => {
        const days = Number(rule.current.params['maxAgeDays'] ?? 0);
        const until = addDays(latest.asOf, days);
        const purpose = t.list(rule.purposes.map((one) => t(`gate.purpose.${one}`)));
        return (
          <p key={rule.code} className={until < time.today ? 'text-late' : undefined}>
            {t(until < time.today ? 'privacy.lists.old' : 'privacy.lists.until', {
              purpose,
              days,
              day: time.longDay(until),
            })}
          </p>
        );
      })}
      {before.length > 0 ? (
        <details>
          <summary>{t('privacy.lists.before')}</summary>
          {before.map((list) => (
            <p key={list.id} className="text-2">
              {t('privacy.lists.asOf', { day: time.longDay(list.asOf) })} · {line(list)}
            </p>
          ))}
        </details>
      ) : null}
    </Panel>
  );
}

function BringDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const [country, setCountry] = useState<Jurisdiction>('US');
  const [asOf, setAsOf] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [asked, setAsked] = useState(false);
  const bring = useAct({
    run: (chosen: { file: File; asOf: string }, key) => {
      const form = new FormData();
      form.set('jurisdiction', country);
      form.set('asOf', chosen.asOf);
      form.set('file', chosen.file);
      return api.post('/do-not-call-lists', DoNotCallList, form, { idempotencyKey: key });
    },
    refresh: [keys.privacy.all, ['people', 'detail']],
    done: t('privacy.lists.brought'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(bring.error, ['asOf', 'file', 'jurisdiction']);
  const submit = () => {
    setAsked(true);
    if (file && asOf) bring.mutate({ file, asOf });
  };
  return (
    <Dialog title={t('privacy.lists.bring')} onClose={onClose}>
      <Form onSubmit={submit} label={t('privacy.lists.bring')}>
        <FormError summary={errors.summary} />
        <NativeSelect
          label={t('settings.gate.country')}
          value={country}
          onChange={(event) => setCountry(Jurisdiction.parse(event.currentTarget.value))}
          data={JURISDICTIONS.map((value) => ({ value, label: t(`gate.jurisdiction.${value}`) }))}
          data-autofocus
        />
        <DayInput
          label={t('privacy.lists.day')}
          value={asOf}
          max={time.today}
          onChange={setAsOf}
          {...errorProp(asked && !asOf ? t('field.required') : errors.field('asOf'))}
        />
        <FileInput
          label={t('privacy.lists.file')}
          description={t('privacy.lists.fileHint')}
          placeholder={t('import.choose')}
          accept=".csv,.txt,text/csv,text/plain"
          value={file}
          onChange={setFile}
          {...errorProp(asked && !file ? t('field.required') : errors.field('file'))}
        />
        <FormActs busy={bring.isPending} submit={t('privacy.lists.bring')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
