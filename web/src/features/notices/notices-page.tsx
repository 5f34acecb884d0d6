import '../channels/channels.css';
import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { NoticeSetting, NoticeSettingPage, NoticeWaitingPage, type Preset, PresetPage } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';
import { PracticeBanner } from '../channels/practice.tsx';
import { Panel, SettingsPage } from '../settings/parts.tsx';
import { NoticeDialog } from './notice-dialog.tsx';
import { Places } from './places.tsx';

/** What Anbu sends by itself: each occasion with its time, its channels, its template, and what became of it. */
export function NoticesPage() {
  const t = useT();
  const can = useCan();
  const writes = can('settings.write');
  const [edited, setEdited] = useState<NoticeSetting | null>(null);
  const list = useQuery({
    queryKey: keys.notices.all,
    queryFn: ({ signal }) => api.get('/notices', NoticeSettingPage, { signal }),
  });
  const presets = useQuery({
    queryKey: keys.presets.all,
    queryFn: ({ signal }) => api.get('/presets', PresetPage, { signal }),
  });
  const items = list.data?.items ?? [];
  const days = daysOf(presets.data?.items ?? []);
  return (
    <SettingsPage title={t('settings.notices')} sub={t('settings.notices.sub')} writes={writes}>
      <PracticeBanner />
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <LoadingRows rows={10} /> : null}
      {items.length > 0 ? <Stuck /> : null}
      {(['person', 'member'] as const).map((to) => {
        const own = items.filter((one) => one.to === to);
        return own.length === 0 ? null : (
          <Panel key={to} title={t(to === 'person' ? 'settings.notices.toPerson' : 'settings.notices.toMember')}>
            {own.map((setting) => (
              <Row
                key={setting.occasion}
                setting={setting}
                days={days}
                writes={writes}
                onEdit={() => setEdited(setting)}
              />
            ))}
          </Panel>
        );
      })}
      {items.length > 0 ? <Places writes={writes} /> : null}
      {edited ? <NoticeDialog setting={edited} onClose={() => setEdited(null)} /> : null}
    </SettingsPage>
  );
}

/** On which unanswered days information is due: a preset of the desk. */
function daysOf(presets: readonly Preset[]): string {
  const value = presets.find(({ code }) => code === 'cadence')?.value as { informationAfterDays?: unknown } | undefined;
  const days = value?.informationAfterDays;
  return Array.isArray(days) ? days.join('·') : '1·3·5';
}

function Row({
  setting,
  days,
  writes,
  onEdit,
}: {
  setting: NoticeSetting;
  days: string;
  writes: boolean;
  onEdit: () => void;
}) {
  const t = useT();
  const time = useTime();
  const { occasion, active, channels, templateName, approved, lastSentAt, sent, waiting, reasons, version } = setting;
  const name = t(`notices.occasion.${occasion}`);
  const change = useAct({
    run: (next: boolean) => api.patch(`/notices/${occasion}`, NoticeSetting, { active: next, version }),
    refresh: [keys.notices.all],
    done: t('common.saved'),
    showError: 'toast',
  });
  const when = t(`notices.when.${occasion}`, {
    days: occasion === 'unanswered_day' ? days : (setting.days ?? 1),
    minutes: setting.minutes ?? 0,
    time: setting.time ?? '',
  });
  const counts = [
    lastSentAt ? t('settings.notices.lastSent', { when: time.when(lastSentAt) }) : t('settings.notices.never'),
    t('settings.notices.sent', { count: sent }),
    waiting > 0 ? t('settings.notices.waitingCount', { count: waiting }) : null,
  ];
  const way = channels.map((channel) => t(`gate.channel.${channel}`)).join(' → ');
  return (
    <div className={active ? 'setting-row way-row' : 'setting-row way-row is-off'}>
      <div className="setting-row-words">
        <strong>{name}</strong>
        <span>{when}</span>
        <div className="text-2">{[way, templateName, ...counts].filter(Boolean).join(' · ')}</div>
        {approved ? null : <span className="text-late">{t('settings.notices.unapproved')}</span>}
        {reasons.length > 0 ? (
          <ul className="notice-reasons">
            {reasons.map(({ reason, count, drill }) => {
              const words = t('settings.notices.reason', { why: reason.text, count });
              return <li key={reason.code}>{drill ? <a href={drill}>{words}</a> : words}</li>;
            })}
          </ul>
        ) : null}
      </div>
      <Switch
        aria-label={t('settings.notices.switch', { name })}
        label={active ? t('settings.notices.on') : t('settings.notices.off')}
        checked={active}
        disabled={!writes || change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {writes ? (
        <Button variant="default" size="xs" aria-label={`${t('common.edit')} ${name}`} onClick={onEdit}>
          {t('common.edit')}
        </Button>
      ) : null}
    </div>
  );
}

/** What cannot go for now: nothing is lost, and here it says why. */
function Stuck() {
  const t = useT();
  const time = useTime();
  const list = useQuery({
    queryKey: keys.notices.waiting,
    queryFn: ({ signal }) => api.get('/notices/waiting', NoticeWaitingPage, { query: { limit: 50 }, signal }),
    refetchInterval: 15_000,
  });
  return (
    <Panel title={t('settings.notices.stuck')}>
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.items.length === 0 ? <p className="text-2">{t('settings.notices.stuckEmpty')}</p> : null}
      {(list.data?.items ?? []).map(({ id, occasion, personId, usefulUntil, reason }) => (
        <div key={id} className="setting-row way-row">
          <div className="setting-row-words">
            <strong>{t(`notices.occasion.${occasion}`)}</strong>
            <span className="text-late">{reason.text}</span>
            <span className="text-2">{t('settings.notices.until', { when: time.when(usefulUntil) })}</span>
          </div>
          {personId ? (
            <Link to="/people/$personId" params={{ personId }} search={{}}>
              {t('messages.open')}
            </Link>
          ) : null}
        </div>
      ))}
    </Panel>
  );
}
