import { ActionIcon, Button, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Site } from '@anbu/contract';
import { api, keys, useAct, useKeepSite } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { DayInput, Form, FormError, errorProp, useFormErrors } from '../../ui/index.ts';
import { Panel } from './parts.tsx';

/** How far ahead closures are listed. */
const SHOWN = 12;

export function SiteClosures({ site, writes }: { site: Site; writes: boolean }) {
  const t = useT();
  const time = useTime(site.id);
  const keep = useKeepSite();
  const [day, setDay] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const add = useAct({
    run: (closure: { day: string; name: string }, key) =>
      api.post(`/sites/${site.id}/closures`, Site, closure, { idempotencyKey: key }),
    refresh: [keys.sites],
    done: t('common.saved'),
    onDone: (changed) => {
      keep(changed);
      setDay(null);
      setName('');
      setAsked(false);
    },
    showError: 'form',
  });
  const remove = useAct({
    run: (closed: string) => api.delete(`/sites/${site.id}/closures/${closed}`, Site),
    refresh: [keys.sites],
    done: t('common.deleted'),
    onDone: keep,
  });
  const errors = useFormErrors(add.error, ['day', 'name']);
  const required = (typed: string | null) => (asked && !typed?.trim() ? t('field.required') : undefined);
  const submit = () => {
    setAsked(true);
    if (day && name.trim()) add.mutate({ day, name: name.trim() });
  };
  const coming = site.closures.filter((closure) => closure.day >= time.today).slice(0, SHOWN);
  return (
    <Panel title={t('settings.sites.closures')}>
      <p className="text-2">{t('settings.sites.closuresHint')}</p>
      {coming.length === 0 ? <p>{t('settings.sites.noClosures')}</p> : null}
      {coming.map((closure) => (
        <div className="setting-row" key={`${closure.day}.${closure.source}`}>
          <div className="setting-row-words">
            <strong>{time.day(closure.day)}</strong>
            {closure.name}
          </div>
          {closure.source === 'holiday' ? (
            <span className="text-2">{t('settings.sites.closureHoliday')}</span>
          ) : writes ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('settings.sites.closureRemove', { day: time.day(closure.day), name: closure.name })}
              onClick={() => remove.mutate(closure.day)}
            >
              <X size={15} aria-hidden />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      {writes ? (
        <Form label={t('settings.sites.closureAdd')} onSubmit={submit}>
          <FormError summary={errors.summary} />
          <div className="form-line">
            <DayInput
              label={t('settings.sites.closureDay')}
              value={day}
              min={time.today}
              onChange={setDay}
              {...errorProp(required(day) ?? errors.field('day'))}
            />
            <TextInput
              className="grow"
              label={t('settings.sites.closureName')}
              placeholder={t('settings.sites.closureExample')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              {...errorProp(required(name) ?? errors.field('name'))}
            />
            <Button type="submit" variant="default" loading={add.isPending}>
              {t('settings.sites.closureAdd')}
            </Button>
          </div>
        </Form>
      ) : null}
    </Panel>
  );
}
