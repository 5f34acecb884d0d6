import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Site, SitePage, type SiteInput } from '@anbu/contract';
import { api, keys, useAct, useCan, useKeepSite, useTeams } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ErrorState, Form, FormError, LoadingRows, errorProp, useFormErrors } from '../../ui/index.ts';
import { ClockInput } from './clock-input.tsx';
import { Panel, SettingsPage } from './parts.tsx';
import { SiteClosures } from './site-closures.tsx';
import { WeekEditor } from './week-editor.tsx';

const WEEKDAY: SiteInput['hours']['mon'] = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
];
const NEW_SITE: SiteInput = {
  name: '',
  timeZone: 'Asia/Seoul',
  hours: { mon: WEEKDAY, tue: WEEKDAY, wed: WEEKDAY, thu: WEEKDAY, fri: WEEKDAY, sat: [['09:30', '14:00']], sun: [] },
  callingLimits: ['08:00', '21:00'],
  holidayCountry: 'KR',
  intakeTeamId: null,
};
const COUNTRIES = ['KR', 'US', 'CN'] as const;
const ZONES = [
  'Asia/Seoul',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Europe/London',
  'UTC',
];

export function SitesPage() {
  const t = useT();
  const can = useCan();
  const writes = can('settings.write');
  const [chosen, setChosen] = useState<string | null>(null);
  const sites = useQuery({
    queryKey: keys.sites,
    queryFn: ({ signal }) => api.get('/sites', SitePage, { query: { limit: 200 }, signal }),
  });
  const items = sites.data?.items ?? [];
  const isNew = chosen === 'new';
  const site = isNew ? undefined : (items.find(({ id }) => id === chosen) ?? items[0]);

  return (
    <SettingsPage
      title={t('settings.sites')}
      sub={t('settings.sites.sub')}
      entityId={site?.id}
      writes={writes}
      primary={
        writes && !isNew ? (
          <Button variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={() => setChosen('new')}>
            {t('settings.sites.add')}
          </Button>
        ) : null
      }
    >
      {sites.error ? <ErrorState error={sites.error} onRetry={() => void sites.refetch()} /> : null}
      {sites.isPending ? <LoadingRows rows={6} /> : null}
      {items.length > 1 || isNew ? (
        <SegmentedControl
          aria-label={t('common.site')}
          data={[
            ...items.map(({ id, name }) => ({ value: id, label: name })),
            ...(isNew ? [{ value: 'new', label: t('settings.sites.new') }] : []),
          ]}
          value={isNew ? 'new' : (site?.id ?? '')}
          onChange={setChosen}
        />
      ) : null}
      {isNew ? <SiteForm key="new" start={NEW_SITE} writes onSaved={({ id }) => setChosen(id)} /> : null}
      {site ? (
        <>
          <SiteForm
            key={`${site.id}.${site.version}`}
            site={site}
            start={{ ...site }}
            writes={writes}
            onSaved={() => undefined}
          />
          <SiteClosures site={site} writes={writes} />
        </>
      ) : null}
    </SettingsPage>
  );
}

type FormProps = { site?: Site; start: SiteInput; writes: boolean; onSaved: (site: Site) => void };

function SiteForm({ site, start, writes, onSaved }: FormProps) {
  const t = useT();
  const teams = useTeams();
  const keep = useKeepSite();
  const [input, setInput] = useState<SiteInput>({
    name: start.name,
    timeZone: start.timeZone,
    hours: start.hours,
    callingLimits: start.callingLimits,
    holidayCountry: start.holidayCountry,
    intakeTeamId: start.intakeTeamId,
  });
  const set = (change: Partial<SiteInput>) => setInput((before) => ({ ...before, ...change }));
  const save = useAct({
    run: (body: SiteInput, key) =>
      site
        ? api.patch(`/sites/${site.id}`, Site, { ...body, version: site.version })
        : api.post('/sites', Site, body, { idempotencyKey: key }),
    refresh: [keys.sites],
    done: t('common.saved'),
    onDone: (saved) => {
      keep(saved);
      onSaved(saved);
    },
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name', 'timeZone', 'intakeTeamId']);
  const [from, to] = input.callingLimits;
  return (
    <Panel>
      <Form onSubmit={() => save.mutate(input)} label={t('settings.sites')}>
        <FormError summary={errors.summary} />
        <div className="form-line">
          <TextInput
            className="grow"
            label={t('settings.sites.name')}
            value={input.name}
            readOnly={!writes}
            onChange={(event) => set({ name: event.currentTarget.value })}
            {...errorProp(errors.field('name'))}
          />
          <Select
            className="grow"
            label={t('settings.sites.timeZone')}
            data={[...new Set([input.timeZone, ...ZONES])]}
            value={input.timeZone}
            readOnly={!writes}
            allowDeselect={false}
            onChange={(timeZone) => timeZone && set({ timeZone })}
            {...errorProp(errors.field('timeZone'))}
          />
        </div>
        <WeekEditor hours={input.hours} onChange={(hours) => set({ hours })} readOnly={!writes} />
        <fieldset className="bare-fieldset">
          <legend className="legend">{t('settings.sites.callingLimits')}</legend>
          <span className="week-piece">
            <ClockInput
              label={t('settings.sites.callingFrom')}
              value={from}
              readOnly={!writes}
              onChange={(clock) => set({ callingLimits: [clock, to] })}
            />
            <span aria-hidden>–</span>
            <ClockInput
              label={t('settings.sites.callingTo')}
              value={to}
              readOnly={!writes}
              onChange={(clock) => set({ callingLimits: [from, clock] })}
            />
          </span>
        </fieldset>
        <div className="form-line">
          <Select
            className="grow"
            label={t('settings.sites.holidays')}
            data={[
              ...COUNTRIES.map((country) => ({ value: country, label: t(`settings.sites.holidays.${country}`) })),
              { value: 'none', label: t('settings.sites.holidays.none') },
            ]}
            value={input.holidayCountry ?? 'none'}
            readOnly={!writes}
            allowDeselect={false}
            onChange={(country) => set({ holidayCountry: COUNTRIES.find((known) => known === country) ?? null })}
          />
          <Select
            className="grow"
            label={t('settings.sites.intakeTeam')}
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={input.intakeTeamId}
            readOnly={!writes}
            onChange={(intakeTeamId) => set({ intakeTeamId })}
            {...errorProp(errors.field('intakeTeamId'))}
          />
        </div>
        {writes ? (
          <div className="form-acts">
            <Button type="submit" loading={save.isPending}>
              {t('common.save')}
            </Button>
          </div>
        ) : null}
      </Form>
    </Panel>
  );
}
