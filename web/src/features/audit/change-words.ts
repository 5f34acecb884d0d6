import { ROLES, STATUS_CODES } from '@anbu/contract';
import { useStatusName, useTeams, useUsers } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { valueWords, type Names } from './changes.ts';

const among = <T extends string>(list: readonly T[], value: string): value is T =>
  (list as readonly string[]).includes(value);

/** The changes of an entry in words, for who does not know the names of fields. */
export function useChangeWords(): {
  field: (name: string) => string;
  value: (field: string, value: unknown) => string;
} {
  const t = useT();
  const time = useTime();
  const users = useUsers();
  const teams = useTeams();
  const statusName = useStatusName();
  const names: Names = {
    user: (id) => users.find((user) => user.id === id)?.name ?? null,
    team: (id) => teams.find((team) => team.id === id)?.name ?? null,
    status: (code) => (among(STATUS_CODES, code) ? statusName(code) || null : null),
    role: (code) => (among(ROLES, code) ? t(`identity.role.${code}`) : null),
    yes: t('common.yes'),
    no: t('common.no'),
    time: (text) => time.when(typeof text === 'number' ? new Date(text).toISOString() : text),
  };
  return {
    field: (name) => t.code(`audit.field.${name}`, {}, name),
    value: (field, value) => valueWords(field, value, names),
  };
}
