import './consents.css';
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { GateRulePage, Jurisdiction, MESSAGE_CHANNELS, PURPOSES, type GateRule } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { shownLanguage, useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';
import { Panel, SettingsPage } from '../settings/parts.tsx';
import { ConsentTexts } from './consent-texts.tsx';
import { PlacePanel } from './place-panel.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { useRuleWords } from './rule-words.ts';
import { Senders } from './senders.tsx';

/** What may be sent: the rules with their source and who changed them, the wordings people consent to, and the senders (screen 27). */
export function GatePage() {
  const t = useT();
  const can = useCan();
  const writes = can('gate.manage');
  const [jurisdiction, setJurisdiction] = useState<Jurisdiction>('KR');
  const [edited, setEdited] = useState<GateRule | null>(null);
  const rules = useQuery({
    queryKey: keys.gateRules,
    queryFn: ({ signal }) => api.get('/gate/rules', GateRulePage, { signal }),
  });
  return (
    <SettingsPage
      title={t('settings.gate')}
      sub={t('settings.gate.sub')}
      changes="consents.rule_changed"
      writes={writes || can('settings.write')}
    >
      <Panel title={t('settings.gate.rules')}>
        <p className="text-2 preset-hint">{t('consents.why.counsel')}</p>
        <NativeSelect
          label={t('settings.gate.country')}
          value={jurisdiction}
          onChange={(event) => setJurisdiction(Jurisdiction.parse(event.currentTarget.value))}
          data={Jurisdiction.options.map((value) => ({ value, label: t(`gate.jurisdiction.${value}`) }))}
        />
        {rules.error ? <ErrorState error={rules.error} onRetry={() => void rules.refetch()} /> : null}
        {rules.isPending ? <LoadingRows rows={10} /> : null}
        {(rules.data?.items ?? [])
          .filter((rule) => rule.jurisdiction === jurisdiction)
          .map((rule) => (
            <RuleRow key={rule.code} rule={rule} onEdit={writes ? () => setEdited(rule) : undefined} />
          ))}
      </Panel>
      <PlacePanel writes={writes} />
      <ConsentTexts writes={can('settings.write')} />
      <Senders writes={can('settings.write')} />
      {edited ? <RuleDialog rule={edited} onClose={() => setEdited(null)} /> : null}
    </SettingsPage>
  );
}

function RuleRow({ rule, onEdit }: { rule: GateRule; onEdit: (() => void) | undefined }) {
  const t = useT();
  const time = useTime();
  const words = useRuleWords();
  const all = (some: readonly unknown[], every: readonly unknown[]) => some.length === every.length;
  const where = [
    all(rule.purposes, PURPOSES) ? null : t.list(rule.purposes.map((one) => t(`gate.purpose.${one}`))),
    all(rule.channels, MESSAGE_CHANNELS) ? null : t.list(rule.channels.map((one) => t(`gate.channel.${one}`))),
  ].filter(Boolean);
  const [latest] = rule.changes;
  return (
    <div className={rule.current.active ? 'setting-row' : 'setting-row is-off'}>
      <div className="setting-row-words">
        <span className="rule-head">
          <strong>{words.name(rule)}</strong>
          <span>{words.params(rule.current.params)}</span>
          {rule.current.active ? null : <span className="text-late">{t('settings.gate.off')}</span>}
        </span>
        <div className="text-2">{where.join(' · ')}</div>
        <div className="text-2">{t('consents.why.rule', { source: rule.law[shownLanguage()] })}</div>
        {latest ? (
          <div>
            {t('settings.gate.changed', {
              who: latest.changedByName ?? t('settings.gate.somebody'),
              when: time.when(latest.changedAt),
              reason: latest.reason,
            })}
          </div>
        ) : null}
      </div>
      {onEdit ? (
        <Button
          variant="default"
          size="xs"
          aria-label={t('settings.gate.editNamed', { name: `${words.name(rule)} (${rule.code})` })}
          onClick={onEdit}
        >
          {t('common.edit')}
        </Button>
      ) : null}
    </div>
  );
}
