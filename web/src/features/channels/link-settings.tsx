import { Button, NumberInput, Switch, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LinkSettings } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, ErrorState, Form, FormError, LoadingRows, useFormErrors } from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';

/** Where short links of messages may lead, and whether their first opening is noted. */
export function LinkSettingsPanel({ writes }: { writes: boolean }) {
  const t = useT();
  const settings = useQuery({
    queryKey: keys.links,
    queryFn: ({ signal }) => api.get('/links/settings', LinkSettings, { signal }),
  });
  return (
    <Panel title={t('settings.links')}>
      <p className="text-2">{t('settings.links.sub')}</p>
      {settings.error ? <ErrorState error={settings.error} onRetry={() => void settings.refetch()} /> : null}
      {settings.isPending ? <LoadingRows rows={2} /> : null}
      {settings.data ? <LinkForm key={settings.data.version} settings={settings.data} writes={writes} /> : null}
    </Panel>
  );
}

function LinkForm({ settings, writes }: { settings: LinkSettings; writes: boolean }) {
  const t = useT();
  const [hosts, setHosts] = useState(settings.hosts.join('\n'));
  const [days, setDays] = useState(settings.days);
  const [tracks, setTracks] = useState(settings.tracks);
  const save = useAct({
    run: (_: null, _key) =>
      api.put('/links/settings', LinkSettings, {
        hosts: hosts.split(/\s+/).filter(Boolean),
        days,
        tracks,
        ...(settings.version > 0 ? { version: settings.version } : {}),
      }),
    refresh: [keys.links],
    done: t('common.saved'),
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['hosts', 'days']);
  return (
    <Form onSubmit={() => save.mutate(null)} label={t('settings.links')}>
      <FormError summary={errors.summary} />
      <Textarea
        label={t('settings.links.hosts')}
        description={t('settings.links.hostsHint')}
        autosize
        minRows={2}
        maxRows={8}
        readOnly={!writes}
        value={hosts}
        onChange={(event) => setHosts(event.currentTarget.value)}
        {...errorProp(errors.field('hosts'))}
      />
      <NumberInput
        label={t('settings.links.days')}
        min={1}
        max={730}
        readOnly={!writes}
        value={days}
        onChange={(value) => setDays(Number(value) || 1)}
        {...errorProp(errors.field('days'))}
      />
      <Switch
        label={t('settings.links.tracks')}
        description={t('settings.links.tracksHint')}
        checked={tracks}
        disabled={!writes}
        onChange={(event) => setTracks(event.currentTarget.checked)}
      />
      {writes ? (
        <div className="form-acts">
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      ) : null}
    </Form>
  );
}
