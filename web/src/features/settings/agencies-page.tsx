import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Handshake, Plus } from 'lucide-react';
import { useState } from 'react';
import { AgencyContract, AgencyContractPage } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { DayInput, Dialog, Form, FormActs, FormError, errorProp, useFormErrors } from '../../ui/index.ts';
import { ListState, Panel, SettingsPage, WhoChanged } from './parts.tsx';

export function useAgencyContracts() {
  return useQuery({
    queryKey: keys.agencyContracts,
    queryFn: ({ signal }) => api.get('/agency-contracts', AgencyContractPage, { query: { limit: 200 }, signal }),
  });
}

/** Agencies that work the organisation's desk, each under a recorded contract (A15). */
export function AgenciesPage() {
  const t = useT();
  const writes = useCan()('users.manage');
  const [recording, setRecording] = useState(false);
  const [ending, setEnding] = useState<AgencyContract | null>(null);
  const list = useAgencyContracts();
  const items = list.data?.items ?? [];
  return (
    <SettingsPage
      title={t('settings.agencies')}
      sub={t('settings.agencies.sub')}
      writes={writes}
      primary={
        writes ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setRecording(true)}>
            {t('settings.agencies.record')}
          </Button>
        ) : null
      }
    >
      <ListState
        list={list}
        icon={<Handshake size={22} strokeWidth={1.75} />}
        title={t('settings.agencies.empty')}
        body={t('settings.agencies.emptyBody')}
      />
      {items.map((contract) => (
        <ContractPanel
          key={contract.id}
          contract={contract}
          onEnd={writes && isOpen(contract) ? () => setEnding(contract) : undefined}
        />
      ))}
      {recording ? <RecordDialog onClose={() => setRecording(false)} /> : null}
      {ending ? <EndDialog contract={ending} onClose={() => setEnding(null)} /> : null}
    </SettingsPage>
  );
}

/** Whether somebody may be put under it. */
export function isOpen({ state }: AgencyContract): boolean {
  return state === 'future' || state === 'in_force';
}

function ContractPanel({ contract, onEnd }: { contract: AgencyContract; onEnd: (() => void) | undefined }) {
  const t = useT();
  const time = useTime();
  const { agencyName, reference, signedOn, validFrom, validTo, state, members, endReason } = contract;
  const facts = [
    t('settings.agencies.days', { from: time.day(validFrom), to: time.day(validTo) }),
    t('settings.agencies.signed', { day: time.day(signedOn) }),
    reference,
    endReason ? t('settings.agencies.endedFor', { reason: endReason }) : null,
  ];
  return (
    <Panel>
      <div className={isOpen(contract) ? 'setting-row' : 'setting-row is-off'}>
        <div className="setting-row-words">
          <strong>
            {agencyName} · {t(`settings.agencies.state.${state}`)}
          </strong>
          <span className="text-2">{facts.filter(Boolean).join(' · ')}</span>
        </div>
        <WhoChanged entityId={contract.id} />
        {onEnd ? (
          <Button
            variant="default"
            size="xs"
            aria-label={t('settings.agencies.endNamed', { name: agencyName })}
            onClick={onEnd}
          >
            {t('settings.agencies.end')}
          </Button>
        ) : null}
      </div>
      {members.length === 0 ? <p className="text-2">{t('settings.agencies.nobody')}</p> : null}
      {members.map((member) => (
        <div className={member.active || member.invited ? 'setting-row' : 'setting-row is-off'} key={member.userId}>
          <div className="setting-row-words">
            <strong>{member.name}</strong>
            <span className="text-2">
              {[
                t(`identity.role.${member.role}`),
                t('settings.agencies.since', { day: time.day(time.dayOf(member.since)) }),
                member.invited ? t('settings.users.invited') : member.active ? null : t('settings.users.inactive'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </div>
        </div>
      ))}
    </Panel>
  );
}

function RecordDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const [agencyName, setAgencyName] = useState('');
  const [reference, setReference] = useState('');
  const [signedOn, setSignedOn] = useState<string | null>(null);
  const [validFrom, setValidFrom] = useState<string | null>(null);
  const [validTo, setValidTo] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (body: object, key) => api.post('/agency-contracts', AgencyContract, body, { idempotencyKey: key }),
    refresh: [keys.agencyContracts],
    done: t('settings.agencies.recorded'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['agencyName', 'reference', 'signedOn', 'validFrom', 'validTo']);
  const words = (name: string, value: string | null) =>
    errorProp(asked && !value?.trim() ? t('field.required') : errors.field(name));
  const submit = () => {
    setAsked(true);
    if (!agencyName.trim() || !reference.trim() || !signedOn || !validFrom || !validTo) return;
    save.mutate({ agencyName, reference, signedOn, validFrom, validTo });
  };
  return (
    <Dialog title={t('settings.agencies.record')} onClose={onClose}>
      <Form onSubmit={submit}>
        <FormError summary={errors.summary} />
        <TextInput
          label={t('settings.agencies.name')}
          value={agencyName}
          onChange={(event) => setAgencyName(event.currentTarget.value)}
          data-autofocus
          {...words('agencyName', agencyName)}
        />
        <TextInput
          label={t('settings.agencies.reference')}
          description={t('settings.agencies.referenceHint')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          {...words('reference', reference)}
        />
        <DayInput
          label={t('settings.agencies.signedOn')}
          value={signedOn}
          onChange={setSignedOn}
          {...words('signedOn', signedOn)}
        />
        <DayInput
          label={t('settings.agencies.validFrom')}
          value={validFrom}
          min={signedOn ?? undefined}
          onChange={setValidFrom}
          {...words('validFrom', validFrom)}
        />
        <DayInput
          label={t('settings.agencies.validTo')}
          value={validTo}
          min={validFrom ?? time.today}
          onChange={setValidTo}
          {...words('validTo', validTo)}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}

function EndDialog({ contract, onClose }: { contract: AgencyContract; onClose: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const end = useAct({
    run: (body: { reason: string }, key) =>
      api.post(`/agency-contracts/${contract.id}/end`, AgencyContract, body, { idempotencyKey: key }),
    refresh: [keys.agencyContracts, keys.users],
    done: t('settings.agencies.ended'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(end.error, ['reason']);
  const count = contract.members.filter(({ active, invited }) => active || invited).length;
  const submit = () => {
    setAsked(true);
    if (reason.trim()) end.mutate({ reason });
  };
  return (
    <Dialog title={t('settings.agencies.endNamed', { name: contract.agencyName })} onClose={onClose}>
      <Form onSubmit={submit}>
        <p>{t('settings.agencies.endBody', { count })}</p>
        <FormError summary={errors.summary} />
        <Textarea
          label={t('settings.agencies.endReason')}
          value={reason}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
          {...errorProp(asked && !reason.trim() ? t('field.required') : errors.field('reason'))}
        />
        <FormActs busy={end.isPending} submit={t('settings.agencies.end')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
