import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { ROLE_PERMISSIONS, type EnquiryRow } from '@anbu/contract';
import { useCan, useMe, useUserName, useUsers } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Dialog, errorProp, Form, FormError, useFormErrors } from '../../../ui/index.ts';

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

/** `A`: hands one or many enquiries to somebody. */
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
  onAssign: (ownerId: string, note: string | undefined) => void;
  onClose: () => void;
}) {
  const t = useT();
  const mayGive = useMayGive(current);
  const owners = useOwners().filter((owner) => owner.value !== current && mayGive(owner.value));
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const errors = useFormErrors(error, ['ownerId', 'note']);
  const handleSubmit = () => {
    setAsked(true);
    if (ownerId) onAssign(ownerId, note.trim() || undefined);
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
          onChange={setOwnerId}
          {...errorProp(errors.field('ownerId') ?? (asked && !ownerId ? t('field.required') : undefined))}
        />
        <TextInput
          label={t('desk.assign.note')}
          value={note}
          maxLength={1000}
          onChange={(event) => setNote(event.currentTarget.value)}
          {...errorProp(errors.field('note'))}
        />
        <FormError summary={errors.summary} />
        <div className="form-acts">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('desk.assign')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
