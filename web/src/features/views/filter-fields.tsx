import { Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FILTER_GROUPS, type ViewList } from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';
import { useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { DayInput } from '../../ui/index.ts';
import { useFilterOptions } from './filter-words.ts';
import { filterNames, filterOf, parameterNames, type FilterName, type ListFilters } from './list-filters.ts';

/** What is asked for most, shown first. */
const FIRST: Readonly<Record<ViewList, readonly FilterName[]>> = {
  enquiries: ['owner', 'open', 'sourceChannel', 'interest', 'likelihood', 'holdReason', 'patientKind', 'cohortMonth'],
  people: ['sticker', 'sex', 'age', 'birthMonth', 'hasOpen', 'contact', 'lastVisit', 'sourceChannel'],
  statistics: ['owner', 'channel', 'campaign', 'interest', 'patientKind', 'site'],
};

/** A field for each filter of the table: the usual ones, and all of them by group. */
export function FilterFields({ filters }: { filters: ListFilters }) {
  const t = useT();
  const can = useCan();
  const { list } = filters;
  const names = filterNames(list).filter((name) => {
    const { needs } = filterOf(list, name);
    return needs === undefined || can(needs);
  });
  const usual = FIRST[list].filter((name) => names.includes(name));
  const [all, setAll] = useState(filters.on.some((name) => name !== 'status' && !usual.includes(name)));
  return (
    <div className="panel panel-body filter-panel">
      {all ? (
        FILTER_GROUPS.map((group) => {
          const own = names.filter((name) => filterOf(list, name).group === group);
          return own.length === 0 ? null : (
            <fieldset key={group} className="filter-group">
              <legend>{t(`filters.group.${group}`)}</legend>
              <div className="filter-fields">
                {own.map((name) => (
                  <Field key={name} name={name} filters={filters} />
                ))}
              </div>
            </fieldset>
          );
        })
      ) : (
        <div className="filter-fields">
          {usual.map((name) => (
            <Field key={name} name={name} filters={filters} />
          ))}
        </div>
      )}
      <div className="filter-foot">
        <Button variant="subtle" size="xs" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('filters.less') : t('filters.add')}
        </Button>
        {filters.count > 0 ? (
          <Button variant="subtle" size="xs" onClick={filters.clear}>
            {t('common.clearFilters')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Field({ name, filters }: { name: FilterName; filters: ListFilters }) {
  const t = useT();
  const options = useFilterOptions(filters.list);
  const filter = filterOf(filters.list, name);
  const label = t(`filters.${name}`);
  const [first = name, second = first] = parameterNames(filters.list, name);
  const value = filters.search[first];
  const put = (parameter: string, to: string | number | boolean | undefined) => filters.put({ [parameter]: to });
  switch (filter.kind) {
    case 'codes':
    case 'listed': {
      const chosen = value === undefined ? [] : String(value).split(',');
      return (
        <MultiSelect
          label={label}
          placeholder={chosen.length > 0 ? '' : t('filters.any')}
          clearable
          searchable
          hidePickedOptions
          data={[...options(name)]}
          value={chosen}
          onChange={(values) => put(first, values.length > 0 ? values.join(',') : undefined)}
        />
      );
    }
    case 'flag':
    case 'month':
      return (
        <Select
          label={label}
          placeholder={t('filters.any')}
          clearable
          data={[...options(name)]}
          value={value === undefined ? null : String(value)}
          onChange={(chosen) =>
            put(first, chosen === null ? undefined : filter.kind === 'flag' ? chosen === 'true' : chosen)
          }
        />
      );
    case 'text':
      return <Typed key={String(value)} name={name} value={String(value ?? '')} onPut={(to) => put(first, to)} />;
    case 'days':
    case 'range': {
      const ends = [first, second] as const;
      return (
        <div className="filter-span" role="group" aria-label={label}>
          {ends.map((parameter, index) => {
            const at = filters.search[parameter];
            const said = t(index === 0 ? 'filters.from' : 'filters.to', { filter: label });
            return filter.kind === 'days' ? (
              <DayInput
                key={parameter}
                label={said}
                value={at === undefined ? null : String(at)}
                onChange={(day) => put(parameter, day ?? undefined)}
              />
            ) : (
              <NumberInput
                key={parameter}
                label={said}
                min={filter.least}
                max={filter.most}
                allowDecimal={false}
                value={typeof at === 'number' ? at : ''}
                onChange={(number) => put(parameter, typeof number === 'number' ? number : undefined)}
              />
            );
          })}
        </div>
      );
    }
  }
}

/** Asked for once the typing is done. */
function Typed({
  name,
  value,
  onPut,
}: {
  name: FilterName;
  value: string;
  onPut: (value: string | undefined) => void;
}) {
  const t = useT();
  const [text, setText] = useState(value);
  const put = () => {
    if (text.trim() !== value) onPut(text.trim() || undefined);
  };
  const hint = name === 'utm' ? t('filters.utm.hint' as MessageKey) : undefined;
  return (
    <TextInput
      label={t(`filters.${name}`)}
      {...(hint ? { placeholder: hint } : {})}
      maxLength={120}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={put}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.keyCode !== 229) put();
      }}
    />
  );
}
