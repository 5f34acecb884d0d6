import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { METRIC_BY, MetricBy, NONE, PatientKind, type METRIC_FILTERS } from '@anbu/contract';
import { useInterests, useSites, useSourceChannels, useUsers } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { DayInput, FiltersButton, useNarrow } from '../../ui/index.ts';
import { addMonths, COMPARISONS, monthsOf, periodOf, spanOf, SPANS, type Period } from './periods.ts';
import { filtersOn, type StatisticsSearch } from './search.ts';

type Filter = (typeof METRIC_FILTERS)[number];
type Option = { readonly value: string; readonly label: string };
const YEARS_BACK = 5;

type Props = {
  search: StatisticsSearch;
  period: Period;
  put: (change: Partial<StatisticsSearch>) => void;
  /** Whether this page can be cut by owner, channel and the like. */
  cut: boolean;
};

/** Period, comparison, as-of day and cut; filters when asked for, and on a phone all but the period with them. All of it stands in the address. */
export function StatisticsFilters({ search, period, put, cut }: Props) {
  const t = useT();
  const time = useTime();
  const on = filtersOn(search);
  const narrow = useNarrow();
  const [open, setOpen] = useState(on > 0 && !narrow);
  const span = spanOf(period, time.today);
  const [choosing, setChoosing] = useState(span === null);
  const months = monthsOf({ from: addMonths(time.today.slice(0, 7), -12 * YEARS_BACK), to: time.today.slice(0, 7) })
    .toReversed()
    .map((month) => ({ value: month, label: time.month(month) }));
  const more = (
    <>
      <Select
        label={t('statistics.compare')}
        allowDeselect={false}
        data={[
          { value: 'none', label: t('statistics.compare.none') },
          ...COMPARISONS.map((value) => ({ value, label: t(`statistics.compare.${value}`) })),
        ]}
        value={search.compare ?? 'none'}
        onChange={(value) => put({ compare: COMPARISONS.find((one) => one === value) })}
      />
      {cut ? (
        <Select
          label={t('statistics.by')}
          allowDeselect={false}
          data={[
            { value: 'none', label: t('statistics.by.none') },
            ...METRIC_BY.map((value) => ({ value, label: t(`statistics.by.${value}`) })),
          ]}
          value={search.by ?? 'none'}
          onChange={(value) => put({ by: MetricBy.safeParse(value).data })}
        />
      ) : null}
      <DayInput
        label={t('statistics.asOf')}
        value={search.asOf ?? null}
        max={time.today}
        onChange={(day) => put({ asOf: day ?? undefined })}
      />
    </>
  );
  return (
    <div className="statistics-filters">
      <div className="statistics-line">
        <Select
          label={t('statistics.period')}
          allowDeselect={false}
          data={[
            ...SPANS.map((value) => ({ value, label: t(`statistics.span.${value}`) })),
            { value: 'custom', label: t('statistics.span.custom') },
          ]}
          value={choosing || span === null ? 'custom' : span}
          onChange={(value) => {
            const chosen = SPANS.find((one) => one === value);
            setChoosing(chosen === undefined);
            if (chosen) put(periodOf(chosen, time.today));
          }}
        />
        {choosing || span === null ? (
          <>
            <Select
              label={t('statistics.from')}
              allowDeselect={false}
              searchable
              data={months}
              value={period.from}
              onChange={(from) => put({ from: from ?? undefined, to: period.to })}
            />
            <Select
              label={t('statistics.to')}
              allowDeselect={false}
              searchable
              data={months}
              value={period.to}
              onChange={(to) => put({ from: period.from, to: to ?? undefined })}
            />
          </>
        ) : null}
        {narrow ? null : more}
        <FiltersButton count={on} open={open} onToggle={() => setOpen(!open)} />
      </div>
      {narrow && open ? <div className="statistics-line">{more}</div> : null}
      {open ? <Filters search={search} put={put} /> : null}
    </div>
  );
}

function Filters({ search, put }: Pick<Props, 'search' | 'put'>) {
  const t = useT();
  const sites = useSites();
  const coded = (items: readonly { code: string; names: Record<'ko' | 'en' | 'zh', string> }[]) =>
    items.map(({ code, names }) => ({ value: code, label: names[t.language] }));
  const named = (items: readonly { id: string; name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  const none = (name: 'owner' | 'channel' | 'interest') => [{ value: NONE, label: t(`statistics.none.${name}`) }];
  const users = useUsers();
  const options: readonly (readonly [Exclude<Filter, 'campaign'>, readonly Option[]])[] = [
    ['owner', [...none('owner'), ...named(users)]],
    ['channel', coded(useSourceChannels())],
    ['interest', [...none('interest'), ...coded(useInterests())]],
    ['patientKind', PatientKind.options.map((value) => ({ value, label: t(`enquiries.patientKind.${value}`) }))],
    ['site', sites.length > 1 ? named(sites) : []],
  ];
  return (
    <div className="panel panel-body statistics-line">
      {options.map(([name, data]) =>
        data.length > 0 ? (
          <MultiSelect
            key={name}
            label={t(`statistics.by.${name}`)}
            placeholder={search[name] ? '' : t('filters.any')}
            clearable
            searchable
            hidePickedOptions
            data={[...data]}
            value={search[name]?.split(',') ?? []}
            onChange={(values) => put({ [name]: values.length > 0 ? values.join(',') : undefined })}
          />
        ) : null,
      )}
      <Campaign key={search.campaign} value={search.campaign ?? ''} put={put} />
      {filtersOn(search) > 0 ? (
        <Button
          variant="subtle"
          onClick={() =>
            put({
              ...{ owner: undefined, channel: undefined, campaign: undefined },
              ...{ interest: undefined, patientKind: undefined, site: undefined },
            })
          }
        >
          {t('common.clearFilters')}
        </Button>
      ) : null}
    </div>
  );
}

/** Asked for once the typing is done. */
function Campaign({ value, put }: { value: string; put: Props['put'] }) {
  const t = useT();
  const [typed, setTyped] = useState(value);
  const done = () => {
    if (typed.trim() !== value) put({ campaign: typed.trim() || undefined });
  };
  return (
    <TextInput
      label={t('statistics.by.campaign')}
      value={typed}
      maxLength={120}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) done();
      }}
    />
  );
}
