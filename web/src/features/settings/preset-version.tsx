import type { Preset } from '@anbu/contract';
import { changedFields } from './preset-words.ts';
import { useT, useTime } from '../../i18n/index.ts';

/** Which version holds, who made it, when and why. */
export function PresetVersion({ preset }: { preset: Preset }) {
  const t = useT();
  const time = useTime();
  if (preset.changedAt === null || (preset.changedBy === null && isAsShipped(preset)))
    return <span className="text-2">{t('settings.presets.shipped')}</span>;
  const name = preset.changedByName ?? t('settings.presets.system');
  const when = time.when(preset.changedAt);
  return (
    <span className="text-2">
      {t('settings.presets.version', { version: preset.version, name, when })}
      {preset.reason ? ` · ${preset.reason}` : null}
    </span>
  );
}

function isAsShipped({ code, value, standard }: Preset): boolean {
  return changedFields(code, value, standard).length === 0;
}
