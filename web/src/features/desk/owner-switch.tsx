import { Select } from '@mantine/core';
import { useCan, useMe, useUsers } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';

/** Whose work is shown. Only for those who may hand it out. */
export function OwnerSwitch({ owner, onChange }: { owner: string; onChange: (owner: string) => void }) {
  const t = useT();
  const can = useCan();
  const me = useMe();
  const users = useUsers();
  if (!can('enquiries.assign') && !can('enquiries.supervise')) return null;
  const others = users.filter((user) => user.active && user.id !== me.userId);
  return (
    <Select
      className="owner-switch"
      aria-label={t('desk.owner')}
      allowDeselect={false}
      data={[
        { value: 'me', label: t('desk.owner.mine') },
        { value: 'all', label: t('desk.owner.all') },
        ...others.map((user) => ({ value: user.id, label: user.name })),
      ]}
      value={owner}
      onChange={(value) => value && onChange(value)}
    />
  );
}
