import { Checkbox, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { OnDuty, ROLE_PERMISSIONS, type EnquiryRow } from '@anbu/contract';
import { api, keys, useCan, useMe, useUserName, useUsers } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../../ui/index.ts';

/** Who may own an enquiry, oneself first. */
export function useOwners(): readonly { value: string; label: string }[] {
  const t = useT();
  const me = useMe();
  const users = useUsers();
  const owners = users.filter((user) => user.active && ROLE_PERMISSIONS[user.role].includes('enquiries.work'));
  return [...owners]
    .sort((a, b) => Number(b.id === me.userId) - Number(a.id === me.userId))
    .map((user) => ({
      value: user.id,
      label: user.id === me.userId ? t('desk.owner.me', { name: user.name }) : user.name,
    }));
}

/** Why somebody may not hand it over: what is another's only who assigns may give away. Undefined = she may. */
export function useWhyNotAssign() {
  const t = useT();
  const me = useMe();
  const can = useCan();
  const userName = useUserName();
  return ({ ownerId }: Pick<EnquiryRow, 'ownerId'>): string | undefined => {
    if (ownerId === null || ownerId === me.userId || can('enquiries.assign')) return undefined;
    return t('desk.assign.notYours', { name: userName(ownerId) ?? t('common.unknown') });
  };
}

/** The answer to a key whose button is disabled. */
export function sayWhyNot(message: string): void {
  notifications.show({ message, color: 'gray' });
}

/** What is nobody's is taken for oneself by who may not assign. */
function useMayGive(current: string | null): (ownerId: string) => boolean {
  const me = useMe();
  const mayAssign = useCan()('enquiries.assign');
  return (ownerId) => mayAssign || current !== null || ownerId === me.userId;
}

/** Why somebody had better not get it: she is away, and until when. Undefined = she is here, or it is oneself. */
function useWhyAway(): (ownerId: string | null) => string | undefined {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const userName = useUserName();
  const duty = useQuery({
    queryKey: keys.roster.onDuty,
    queryFn: ({ signal }) => api.get('/roster/on-duty', OnDuty, { signal }),
  });
  return (ownerId) => {
    const found = duty.data?.users.find(({ userId }) => userId === ownerId && userId !== me.userId);
    if (found?.state !== 'absent') return undefined;
    const name = userName(found.userId) ?? t('common.unknown');
    return found.awayUntil === null
      ? t('desk.assign.away', { name })
      : t('desk.assign.awayUntil', { name, until: time.when(found.awayUntil) });
  };
}

export type Assignment = {
  readonly ownerId: string;
  readonly note?: string;
  /** She is away, and that is known. */
  readonly evenAbsent?: true;
};

/** `A`: hands an enquiry to somebody. Who is away gets it only where that is said to be known. */
export function AssignDialog({
  title,
  current,
  busy,
  error,
  onAssign,
  onClose,
}: {
  title: string;
  current: string | null;
  busy: boolean;
  error: unknown;
  onAssign: (assignment: Assignment) => void;
  onClose: () => void;
}) {
  const t = useT();
  const mayGive = useMayGive(current);
  const owners = useOwners().filter((owner) => owner.value !== current && mayGive(owner.value));
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [evenAbsent, setEvenAbsent] = useState(false);
  const [asked, setAsked] = useState(false);
  const whyAway = useWhyAway()(ownerId);
  const errors = useFormErrors(error, ['ownerId', 'note']);
  const handleSubmit = () => {
    setAsked(true);
    if (!ownerId || (whyAway && !evenAbsent)) return;
    const said = note.trim();
    onAssign({ ownerId, ...(said ? { note: said } : {}), ...(whyAway ? { evenAbsent: true } : {}) });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={handleSubmit} label={title}>
        <Select
          label={t('common.owner')}
          data-autofocus
          searchable
          data={owners}
          value={ownerId}
          onChange={(chosen) => {
            setOwnerId(chosen);
            setEvenAbsent(false);
          }}
          {...errorProp(errors.field('ownerId') ?? (asked && !ownerId ? t('field.required') : undefined))}
        />
        {whyAway ? (
          <Checkbox
            label={t('desk.assign.evenAbsent')}
            description={whyAway}
            checked={evenAbsent}
            onChange={(event) => setEvenAbsent(event.currentTarget.checked)}
            {...errorProp(asked && !evenAbsent ? t('desk.assign.evenAbsentFirst') : undefined)}
          />
        ) : null}
        <TextInput
          label={t('desk.assign.note')}
          value={note}
          maxLength={1000}
          onChange={(event) => setNote(event.currentTarget.value)}
          {...errorProp(errors.field('note'))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={busy} submit={t('desk.assign')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
