import { Pill, Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useUsers } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { DayInput, FilterRow } from '../../ui/index.ts';
import { auditActions } from './actions.ts';

/** Who, what and when; what a link came with can be taken away. They stand in the address. */
export function AuditFilters() {
  const t = useT();
  const search = useSearch({ from: '/app/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const users = useUsers();
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <FilterRow
      count={[search.user, search.action, search.from, search.to, search.person, search.entity].filter(Boolean).length}
    >
      <Select
        label={t('audit.filter.user')}
        placeholder={t('audit.filter.anyone')}
        data={users.map((user) => ({ value: user.id, label: user.name }))}
        value={search.user ?? null}
        onChange={(user) => set({ user: user ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
      />
      <Select
        label={t('audit.filter.action')}
        placeholder={t('audit.filter.anything')}
        data={auditActions(t)}
        value={search.action ?? null}
        onChange={(action) => set({ action: action ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
      />
      <DayInput
        label={t('audit.filter.from')}
        value={search.from ?? null}
        onChange={(from) => set({ from: from ?? undefined })}
      />
      <DayInput
        label={t('audit.filter.to')}
        value={search.to ?? null}
        onChange={(to) => set({ to: to ?? undefined })}
      />
      {search.person ? (
        <FilterPill label={t('audit.filter.person')} onRemove={() => set({ person: undefined })} />
      ) : null}
      {search.entity ? (
        <FilterPill label={t('audit.filter.entity')} onRemove={() => set({ entity: undefined })} />
      ) : null}
    </FilterRow>
  );
}

function FilterPill({ label, onRemove }: { label: string; onRemove: () => void }) {
  const t = useT();
  return (
    <Pill
      size="lg"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': t('audit.filter.remove', { filter: label }) }}
    >
      {label}
    </Pill>
  );
}
