import { Select } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMe, workIn } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';

const route = getRouteApi('/app/today');
const ALL = '';

/** All desks in one list, or one of them. Only for who works for several organisations. */
export function DeskSwitch() {
  const t = useT();
  const me = useMe();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/today' });
  if (me.organisations.length < 2) return null;
  const choose = (slug: string) => {
    if (slug === ALL) void navigate({ search: { desks: 'all' } });
    else if (slug === me.organisation.slug) void navigate({ search: {} });
    else workIn(slug, '/today');
  };
  return (
    <Select
      className="desk-switch"
      aria-label={t('desk.desks')}
      allowDeselect={false}
      data={[
        { value: ALL, label: t('desk.desks.all') },
        ...me.organisations.map(({ slug, name }) => ({ value: slug, label: name })),
      ]}
      value={search.desks === 'all' ? ALL : me.organisation.slug}
      onChange={(slug) => slug !== null && choose(slug)}
    />
  );
}
