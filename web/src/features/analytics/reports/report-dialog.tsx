import { Checkbox, Chip, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  REPORT_FORMATS,
  REPORT_PERIODS,
  Report,
  type ReportFormat,
  ReportQuery,
  ROLE_PERMISSIONS,
  STATISTICS_PAGE_NAMES,
  type ReportInput,
} from '@anbu/contract';
import { api, keys, useAct, useMe, useSavedViews, useSites, useUsers } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../../ui/index.ts';
import { readClock } from '../../settings/site-hours.ts';
import { clockOf, useWeekdayName, WEEKDAYS } from './report-words.ts';

const LANGUAGES = ['ko', 'en', 'zh'] as const;
/** As its readers call it. */
const ownName = (language: string): string =>
  new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
const EVERY = ['day', 'week', 'month'] as const;
const FIELDS = ['name', 'recipients', 'schedule.weekdays', 'schedule.minuteOfDay', 'formats'];

/** What is planned is a page as it stands, or a saved dashboard; null: it is chosen here. `report`: one that is changed. */
export type ReportDraft = {
  readonly name: string;
  readonly query: ReportQuery | null;
  readonly report: Report | null;
};

/** Without the months of an address: those come from the period of the report. */
export function reportQueryOf(address: Readonly<Record<string, unknown>>): ReportQuery {
  const given = Object.entries(address).filter(([name, value]) => name in ReportQuery.shape && value !== undefined);
  return ReportQuery.catch({ page: 'desk' }).parse(Object.fromEntries(given));
}

/** A report in one form that is right as it opens: last month, on the first at eight, as PDF, for oneself. */
export function ReportDialog({ draft, onClose }: { draft: ReportDraft; onClose: () => void }) {
  const t = useT();
  const me = useMe();
  const { report } = draft;
  const [name, setName] = useState(draft.name);
  const [query, setQuery] = useState<ReportQuery>(draft.query ?? { page: 'desk' });
  const [period, setPeriod] = useState<ReportInput['period']>(report?.period ?? 'lastMonth');
  const [formats, setFormats] = useState<readonly ReportFormat[]>(report?.formats ?? ['pdf']);
  const [language, setLanguage] = useState(report?.language ?? t.language);
  const [schedule, setSchedule] = useState<ReportInput['schedule']>(
    report?.schedule ?? { every: 'month', weekdays: ['mon'], dayOfMonth: 1, minuteOfDay: 8 * 60, openDaysOnly: false },
  );
  const [clock, setClock] = useState(clockOf(schedule.minuteOfDay));
  const [recipients, setRecipients] = useState<readonly string[]>(
    report?.recipients.map(({ userId }) => userId) ?? [me.userId],
  );
  const [attach, setAttach] = useState(report?.attach ?? false);
  const namesColleagues = query.by === 'owner' || query.owner !== undefined;
  const save = useAct({
    run: (input: Omit<ReportInput, 'siteId'>, key) =>
      report
        ? api.patch(`/reports/${report.id}`, Report, { ...input, version: report.version })
        : api.post('/reports', Report, input, { idempotencyKey: key }),
    refresh: [keys.metrics.reports],
    done: t('reports.saved'),
    showError: 'form',
    onDone: onClose,
  });
  const errors = useFormErrors(save.error, FIELDS);
  const time = readClock(clock);
  const [hours = 0, minutes = 0] = (time ?? '').split(':').map(Number);
  const isTime = time !== null && time !== '24:00';
  return (
    <Dialog title={t(report ? 'reports.edit' : 'reports.plan')} onClose={onClose} size="lg">
      <Form
        label={t('reports.plan')}
        onSubmit={() => {
          if (!isTime) return;
          save.mutate({
            ...{ name: name.trim(), query, period, formats: [...formats], language },
            schedule: { ...schedule, minuteOfDay: hours * 60 + minutes },
            recipients: [...recipients],
            attach: attach && !namesColleagues,
          });
        }}
      >
        <TextInput
          label={t('reports.name')}
          required
          data-autofocus
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          {...errorProp(errors.field('name'))}
        />
        <What chosen={draft.query === null} query={query} onChange={setQuery} />
        <div className="statistics-line">
          <Select
            label={t('statistics.period')}
            allowDeselect={false}
            data={REPORT_PERIODS.map((value) => ({ value, label: t(`reports.period.${value}`) }))}
            value={period}
            onChange={(value) => value && setPeriod(value)}
          />
          <Select
            label={t('reports.language')}
            allowDeselect={false}
            data={LANGUAGES.map((value) => ({ value, label: ownName(value) }))}
            value={language}
            onChange={(value) => value && setLanguage(value)}
          />
        </div>
        <Checkbox.Group
          label={t('reports.formats')}
          value={[...formats]}
          onChange={(values) => setFormats(REPORT_FORMATS.filter((one) => values.includes(one)))}
          {...errorProp(errors.field('formats'))}
        >
          <div className="report-choices">
            {REPORT_FORMATS.map((value) => (
              <Checkbox key={value} value={value} label={t(`reports.format.${value}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <When
          schedule={schedule}
          clock={clock}
          isTime={isTime}
          weekdaysError={errors.field('schedule.weekdays')}
          onChange={setSchedule}
          onClock={setClock}
        />
        <Recipients chosen={recipients} error={errors.field('recipients')} onChange={setRecipients} />
        <Checkbox
          label={t('reports.attach')}
          description={t(namesColleagues ? 'reports.attach_names' : 'reports.attachHint')}
          disabled={namesColleagues}
          checked={attach && !namesColleagues}
          onChange={(event) => setAttach(event.currentTarget.checked)}
        />
        <FormError summary={errors.summary} />
        <FormActs
          busy={save.isPending}
          submit={t(report ? 'common.save' : 'reports.planIt')}
          disabled={!isTime || formats.length === 0 || recipients.length === 0 || name.trim() === ''}
          onCancel={onClose}
        />
      </Form>
    </Dialog>
  );
}

/** The page and its cut in words; chosen among pages and saved dashboards where none was open. */
function What({
  chosen,
  query,
  onChange,
}: {
  chosen: boolean;
  query: ReportQuery;
  onChange: (query: ReportQuery) => void;
}) {
  const t = useT();
  const views = useSavedViews('statistics') ?? [];
  if (!chosen)
    return (
      <p className="text-2">
        {t('reports.what')}: {t(`statistics.page.${query.page}`)}
        {query.by ? ` · ${t('reports.by', { by: t(`statistics.by.${query.by}`) })}` : ''}
      </p>
    );
  const known = views.find((view) => JSON.stringify(reportQueryOf(view.query)) === JSON.stringify(query));
  return (
    <Select
      label={t('reports.what')}
      allowDeselect={false}
      data={[
        {
          group: t('statistics.pages'),
          items: STATISTICS_PAGE_NAMES.map((value) => ({ value, label: t(`statistics.page.${value}`) })),
        },
        { group: t('views.menu'), items: views.map(({ id, name }) => ({ value: id, label: name })) },
      ].filter(({ items }) => items.length > 0)}
      value={known?.id ?? query.page}
      onChange={(value) => {
        const view = views.find(({ id }) => id === value);
        onChange(reportQueryOf(view ? view.query : { page: value }));
      }}
    />
  );
}

function When({
  schedule,
  clock,
  isTime,
  weekdaysError,
  onChange,
  onClock,
}: {
  schedule: ReportInput['schedule'];
  clock: string;
  isTime: boolean;
  weekdaysError: string | undefined;
  onChange: (schedule: ReportInput['schedule']) => void;
  onClock: (clock: string) => void;
}) {
  const t = useT();
  const weekday = useWeekdayName();
  const sites = useSites();
  const days = Array.from({ length: 31 }, (_, at) => String(at + 1));
  return (
    <fieldset className="report-when">
      <legend>{t('reports.when')}</legend>
      <SegmentedControl
        aria-label={t('reports.when')}
        value={schedule.every}
        onChange={(value) => onChange({ ...schedule, every: EVERY.find((one) => one === value) ?? 'month' })}
        data={EVERY.map((value) => ({ value, label: t(`reports.every.${value}`) }))}
      />
      {schedule.every === 'week' ? (
        <div role="group" aria-label={t('reports.weekdays')} className="report-choices">
          {WEEKDAYS.map((day) => (
            <Chip
              key={day}
              size="sm"
              checked={schedule.weekdays.includes(day)}
              onChange={(on) =>
                onChange({
                  ...schedule,
                  weekdays: WEEKDAYS.filter((one) => (one === day ? on : schedule.weekdays.includes(one))),
                })
              }
            >
              {weekday(day)}
            </Chip>
          ))}
          {weekdaysError ? <span className="text-late">{weekdaysError}</span> : null}
        </div>
      ) : null}
      <div className="statistics-line">
        {schedule.every === 'month' ? (
          <Select
            label={t('reports.dayOfMonth')}
            description={t('reports.dayOfMonthHint')}
            allowDeselect={false}
            data={days}
            value={String(schedule.dayOfMonth)}
            onChange={(value) => value && onChange({ ...schedule, dayOfMonth: Number(value) })}
          />
        ) : null}
        <TextInput
          label={t('reports.time')}
          description={t('reports.timeHint', { site: sites[0]?.name ?? '' })}
          inputMode="numeric"
          maxLength={5}
          value={clock}
          onChange={(event) => onClock(event.currentTarget.value)}
          onBlur={() => onClock(readClock(clock) ?? clock)}
          {...errorProp(isTime ? undefined : t('reports.timeError'))}
        />
      </div>
      <Checkbox
        label={t(schedule.every === 'day' ? 'reports.openDaysSkip' : 'reports.openDaysWait')}
        checked={schedule.openDaysOnly}
        onChange={(event) => onChange({ ...schedule, openDaysOnly: event.currentTarget.checked })}
      />
    </fieldset>
  );
}

/** Colleagues who may read statistics. */
function Recipients({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly string[];
  error: string | undefined;
  onChange: (ids: readonly string[]) => void;
}) {
  const t = useT();
  const users = useUsers().filter(
    ({ id, role }) => ROLE_PERMISSIONS[role].includes('metrics.read') || chosen.includes(id),
  );
  return (
    <MultiSelect
      label={t('reports.recipients')}
      description={t('reports.recipientsHint')}
      required
      searchable
      hidePickedOptions
      data={users.map(({ id, name }) => ({ value: id, label: name }))}
      value={[...chosen]}
      onChange={onChange}
      {...errorProp(error)}
    />
  );
}
