import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PresetPage, presetFields, type Preset, type PresetCode } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, ErrorState, LoadingRows } from '../../ui/index.ts';
import { Panel, SettingsPage } from './parts.tsx';
import { PresetForm } from './preset-form.tsx';
import { PresetVersion } from './preset-version.tsx';
import { fieldLabel, fieldWords } from './preset-words.ts';

/** The numbers that a practice works by, group by group; an administrator changes a group as a whole, with a reason. */
export function PresetsPage() {
  const t = useT();
  const can = useCan();
  const writes = can('settings.write');
  const [edited, setEdited] = useState<PresetCode | null>(null);
  const presets = useQuery({
    queryKey: keys.presets.all,
    queryFn: ({ signal }) => api.get('/presets', PresetPage, { signal }),
  });
  const chosen = presets.data?.items.find(({ code }) => code === edited);
  return (
    <SettingsPage
      title={t('settings.presets')}
      sub={t('settings.presets.sub')}
      changes="settings.preset_changed"
      writes={writes}
    >
      {presets.error ? <ErrorState error={presets.error} onRetry={() => void presets.refetch()} /> : null}
      {presets.isPending ? <LoadingRows rows={10} /> : null}
      {presets.data?.items.map((preset) => (
        <PresetPanel key={preset.code} preset={preset} writes={writes} onEdit={() => setEdited(preset.code)} />
      ))}
      {chosen ? (
        <Dialog title={t(`presets.${chosen.code}`)} onClose={() => setEdited(null)}>
          <PresetForm key={`${chosen.code}.${chosen.version}`} preset={chosen} onDone={() => setEdited(null)} />
        </Dialog>
      ) : null}
    </SettingsPage>
  );
}

function PresetPanel({ preset, writes, onEdit }: { preset: Preset; writes: boolean; onEdit: () => void }) {
  const t = useT();
  const { code } = preset;
  return (
    <Panel title={t(`presets.${code}`)}>
      <p className="text-2 preset-hint">{t(`presets.${code}.hint`)}</p>
      <dl className="facts">
        {presetFields(code).map(([name, field]) => (
          <div key={name}>
            <dt>{fieldLabel(t, code, name)}</dt>
            <dd>{fieldWords(t, field, preset.value[name])}</dd>
          </div>
        ))}
      </dl>
      <div className="preset-foot">
        <PresetVersion preset={preset} />
        {writes ? (
          <Button
            variant="default"
            size="xs"
            aria-label={`${t(`presets.${code}`)} ${t('common.edit')}`}
            onClick={onEdit}
          >
            {t('common.edit')}
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}
