import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Team, TeamPage } from '@anbu/contract';
import { api, keys, useAct, useCan, useSites, useUserName, useUsers } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import {
  EmptyState,
  ErrorState,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  errorProp,
  useFormErrors,
} from '../../ui/index.ts';
import { EditDialog, Panel, RecordRow, SettingsPage } from './parts.tsx';

export function TeamsPage() {
  const t = useT();
  const can = useCan();
  const sites = useSites();
  const userName = useUserName();
  const writes = can('settings.write');
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const teams = useQuery({
    queryKey: keys.teams,
    queryFn: ({ signal }) => api.get('/teams', TeamPage, { query: { limit: 200 }, signal }),
  });
  const items = teams.data?.items ?? [];
  const add = writes ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('settings.teams.add')}
    </Button>
  ) : null;
  return (
    <SettingsPage title={t('settings.teams')} sub={t('settings.teams.sub')} writes={writes} primary={add}>
      {teams.error ? <ErrorState error={teams.error} onRetry={() => void teams.refetch()} /> : null}
      {teams.isPending ? <LoadingRows rows={4} /> : null}
      {teams.data && items.length === 0 ? (
        <Panel>
          <EmptyState
            icon={<UsersRound size={22} strokeWidth={1.75} />}
            title={t('settings.teams.empty')}
            body={t('settings.teams.emptyBody')}
          />
        </Panel>
      ) : null}
      {items.length > 0 ? (
        <Panel>
          {items.map((team) => (
            <RecordRow
              key={team.id}
              record={team}
              words={[
                sites.find(({ id }) => id === team.siteId)?.name ?? t('settings.teams.anySite'),
                userName(team.leaderId)
                  ? `${t('settings.teams.leader')} ${userName(team.leaderId)}`
                  : t('settings.teams.noLeader'),
                t('settings.teams.membersCount', { count: team.memberIds.length }),
              ]}
              onEdit={writes ? () => setEdited(team) : null}
            />
          ))}
        </Panel>
      ) : null}
      <EditDialog edited={edited} add={t('settings.teams.new')} onClose={() => setEdited(null)}>
        {(team) => <TeamForm team={team} onDone={() => setEdited(null)} />}
      </EditDialog>
    </SettingsPage>
  );
}

function TeamForm({ team, onDone }: { team: Team | null; onDone: () => void }) {
  const t = useT();
  const sites = useSites();
  const users = useUsers();
  const [name, setName] = useState(team?.name ?? '');
  const [siteId, setSiteId] = useState(team?.siteId ?? null);
  const [leaderId, setLeaderId] = useState(team?.leaderId ?? null);
  const [memberIds, setMemberIds] = useState(team?.memberIds ?? []);
  const people = users
    .filter((user) => user.active || memberIds.includes(user.id))
    .map((user) => ({ value: user.id, label: user.name }));
  const save = useAct({
    run: (body: { name: string; siteId: string | null; leaderId: string | null; memberIds: string[] }, key) =>
      team
        ? api.patch(`/teams/${team.id}`, Team, { ...body, version: team.version })
        : api.post('/teams', Team, body, { idempotencyKey: key }),
    refresh: [keys.teams, keys.users, keys.me],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name', 'siteId', 'leaderId', 'memberIds']);
  return (
    <Form onSubmit={() => save.mutate({ name, siteId, leaderId, memberIds })}>
      <FormError summary={errors.summary} />
      <TextInput
        label={t('common.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        {...errorProp(errors.field('name'))}
      />
      <Select
        label={t('common.site')}
        data={sites.map((site) => ({ value: site.id, label: site.name }))}
        value={siteId}
        onChange={setSiteId}
        placeholder={t('settings.teams.anySite')}
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
        {...errorProp(errors.field('siteId'))}
      />
      <Select
        label={t('settings.teams.leader')}
        data={people}
        value={leaderId}
        onChange={setLeaderId}
        placeholder={t('settings.teams.noLeader')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
        {...errorProp(errors.field('leaderId'))}
      />
      <MultiSelect
        label={t('settings.teams.members')}
        data={people}
        value={memberIds}
        onChange={setMemberIds}
        searchable
        {...errorProp(errors.field('memberIds'))}
      />
      <FormActs busy={save.isPending} />
    </Form>
  );
}
