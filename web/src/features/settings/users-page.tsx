import { Button, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { AGENCY_ROLES, PERMISSIONS, ROLE_PERMISSIONS, ROLES, User, UserPage, type Role } from '@anbu/contract';
import { api, keys, useAct, useCan, useMe } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { matches } from '../../shell/palette-match.ts';
import {
  ErrorState,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  ScrollX,
  errorProp,
  useFormErrors,
} from '../../ui/index.ts';
import { isOpen, useAgencyContracts } from './agencies-page.tsx';
import { FactorsOf } from './factors-of.tsx';
import { EditDialog, Panel, RecordRow, SettingsPage } from './parts.tsx';

export function UsersPage() {
  const t = useT();
  const me = useMe();
  const can = useCan();
  const writes = can('users.manage');
  const [query, setQuery] = useState('');
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const users = useQuery({
    queryKey: keys.users,
    queryFn: ({ signal }) => api.get('/users', UserPage, { query: { limit: 200 }, signal }),
  });
  const contracts = useAgencyContracts().data?.items ?? [];
  const agencyName = ({ contractId }: User) => contracts.find(({ id }) => id === contractId)?.agencyName ?? null;
  const stateWords = ({ active, invited }: User) =>
    active ? null : t(invited ? 'settings.users.invited' : 'settings.users.inactive');
  const shown = (users.data?.items ?? []).filter((user) => matches(`${user.name} ${user.email ?? ''}`, query));
  return (
    <SettingsPage
      title={t('settings.users')}
      sub={t('settings.users.sub')}
      writes={writes}
      wide
      primary={
        writes ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('settings.users.add')}
          </Button>
        ) : null
      }
    >
      {users.error ? <ErrorState error={users.error} onRetry={() => void users.refetch()} /> : null}
      {users.isPending ? <LoadingRows rows={5} /> : null}
      {users.data ? (
        <Panel>
          <TextInput
            type="search"
            aria-label={t('settings.users.filter')}
            placeholder={t('settings.users.filter')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          {shown.map((user) => (
            <RecordRow
              key={user.id}
              record={user}
              words={[
                t(`identity.role.${user.role}`),
                user.email,
                agencyName(user),
                user.id === me.userId ? t('settings.users.you') : null,
                stateWords(user),
              ]}
              off={!user.active}
              onEdit={writes ? () => setEdited(user) : null}
            />
          ))}
        </Panel>
      ) : null}
      <Panel title={t('settings.users.permissions')}>
        <PermissionTable />
      </Panel>
      <EditDialog edited={edited} add={t('settings.users.new')} onClose={() => setEdited(null)}>
        {(user) =>
          user === null ? (
            <NewUserForm onDone={() => setEdited(null)} />
          ) : (
            <>
              <UserForm user={user} onDone={() => setEdited(null)} />
              {user.id === me.userId ? null : <FactorsOf user={user} onDone={() => setEdited(null)} />}
            </>
          )
        }
      </EditDialog>
    </SettingsPage>
  );
}

/** People of an agency work desks only. */
function useRoles(contractId: string | null) {
  const t = useT();
  return (contractId === null ? ROLES : AGENCY_ROLES).map((role) => ({
    value: role,
    label: t(`identity.role.${role}`),
  }));
}
const asRole = (value: string | null): Role => ROLES.find((role) => role === value) ?? 'consultant';

/** Whether she belongs to an agency, and under which of its contracts she works. Nothing to choose where there is none. */
function ContractSelect({
  value,
  error,
  onChange,
}: {
  value: string | null;
  error: string | undefined;
  onChange: (contractId: string | null) => void;
}) {
  const t = useT();
  const contracts = useAgencyContracts().data?.items ?? [];
  const choices = contracts.filter((contract) => isOpen(contract) || contract.id === value);
  if (choices.length === 0) return null;
  return (
    <Select
      label={t('settings.users.contract')}
      description={t('settings.users.contractHint')}
      allowDeselect={false}
      data={[
        { value: OWN, label: t('settings.users.ownStaff') },
        ...choices.map(({ id, agencyName, validTo }) => ({
          value: id,
          label: t('settings.users.contractOf', { name: agencyName, day: validTo }),
        })),
      ]}
      value={value ?? OWN}
      onChange={(chosen) => onChange(chosen === OWN ? null : chosen)}
      {...errorProp(error)}
    />
  );
}
const OWN = 'own';
const roleUnder = (contractId: string | null, role: Role): Role =>
  contractId === null || AGENCY_ROLES.some((one) => one === role) ? role : 'agent';

function NewUserForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const [contractId, setContractId] = useState<string | null>(null);
  const roles = useRoles(contractId);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('consultant');
  const [password, setPassword] = useState('');
  const save = useAct({
    run: (body: { name: string; email: string; role: Role; contractId: string | null; password?: string }, key) =>
      api.post('/users', User, body, { idempotencyKey: key }),
    refresh: [keys.users, keys.agencyContracts],
    done: t('settings.users.invitedDone'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name', 'email', 'role', 'password', 'contractId']);
  const submit = () => save.mutate({ name, email: email.trim(), role, contractId, ...(password ? { password } : {}) });
  return (
    <Form onSubmit={submit}>
      <FormError summary={errors.summary} />
      <TextInput
        label={t('common.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        {...errorProp(errors.field('name'))}
      />
      <TextInput
        label={t('common.email')}
        type="email"
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        {...errorProp(errors.field('email'))}
      />
      <ContractSelect
        value={contractId}
        error={errors.field('contractId')}
        onChange={(chosen) => {
          setContractId(chosen);
          setRole(roleUnder(chosen, role));
        }}
      />
      <Select
        label={t('settings.users.role')}
        data={roles}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole(asRole(value))}
        {...errorProp(errors.field('role'))}
      />
      <PasswordInput
        label={t('settings.users.password')}
        description={t('settings.users.passwordHint')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('identity.signIn.showPassword') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        {...errorProp(errors.field('password'))}
      />
      <FormActs busy={save.isPending} />
    </Form>
  );
}

function UserForm({ user, onDone }: { user: User; onDone: () => void }) {
  const t = useT();
  const [contractId, setContractId] = useState(user.contractId);
  const roles = useRoles(contractId);
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState<Role>(user.role);
  // Of one who is invited it says whether the invitation stands.
  const [active, setActive] = useState(user.active || user.invited);
  const save = useAct({
    run: () => api.patch(`/users/${user.id}`, User, { name, role, active, contractId, version: user.version }),
    refresh: [keys.users, keys.me, keys.agencyContracts],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name', 'role', 'active', 'contractId']);
  return (
    <Form onSubmit={() => save.mutate(null)}>
      <FormError summary={errors.summary} />
      <TextInput
        label={t('common.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        {...errorProp(errors.field('name'))}
      />
      <ContractSelect
        value={contractId}
        error={errors.field('contractId')}
        onChange={(chosen) => {
          setContractId(chosen);
          setRole(roleUnder(chosen, role));
        }}
      />
      <Select
        label={t('settings.users.role')}
        data={roles}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole(asRole(value))}
        {...errorProp(errors.field('role'))}
      />
      <Switch
        label={t('settings.users.active')}
        checked={active}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
      <FormActs busy={save.isPending} />
    </Form>
  );
}

/** The same table that the server checks by. */
function PermissionTable() {
  const t = useT();
  return (
    <ScrollX className="table-scroll" tabIndex={0} role="region" aria-label={t('settings.users.permissions')}>
      <table className="plain-table permission-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('settings.apiKeys.scopes')}</span>
            </th>
            {ROLES.map((role) => (
              <th scope="col" key={role}>
                {t(`identity.role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PERMISSIONS.map((permission) => (
            <tr key={permission}>
              <th scope="row">{t(`identity.permission.${permission}`)}</th>
              {ROLES.map((role) => {
                const may = ROLE_PERMISSIONS[role].includes(permission);
                const Icon = may ? Check : Minus;
                return (
                  <td key={role} className={may ? 'permission-yes' : 'permission-no'}>
                    <Icon size={16} strokeWidth={2} aria-hidden />
                    <span className="visually-hidden">
                      {t(may ? 'settings.users.allowed' : 'settings.users.notAllowed')}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
