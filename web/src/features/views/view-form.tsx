import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SavedView, type ViewList } from '@anbu/contract';
import { api, keys, useAct, useCan, useMe, useTeams } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** `id` null: a new one. */
export type ViewDraft = {
  readonly id: string | null;
  readonly name: string;
  readonly sharedWith: string;
  readonly query: Readonly<Record<string, string>>;
  readonly version?: number;
};

/** A view's name, and who uses it. */
export function ViewForm({
  list,
  draft,
  onClose,
  onSaved,
}: {
  list: ViewList;
  draft: ViewDraft;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
}) {
  const t = useT();
  const me = useMe();
  const can = useCan();
  const teams = useTeams().filter(({ memberIds }) => can('enquiries.supervise') || memberIds.includes(me.userId));
  const [name, setName] = useState(draft.name);
  const [sharedWith, setSharedWith] = useState(draft.sharedWith);
  const save = useAct({
    run: (body: { name: string; sharedWith: string }, key) =>
      draft.id === null
        ? api.post('/views', SavedView, { list, query: draft.query, ...body }, { idempotencyKey: key })
        : api.patch(`/views/${draft.id}`, SavedView, { ...body, version: draft.version }),
    refresh: [keys.views(list)],
    done: t('views.saved'),
    showError: 'form',
    onDone: (view) => {
      onClose();
      onSaved(view);
    },
  });
  const errors = useFormErrors(save.error, ['name', 'sharedWith']);
  return (
    <Dialog title={draft.id === null ? t('views.save') : t('views.rename')} onClose={onClose}>
      <Form label={t('views.save')} onSubmit={() => save.mutate({ name: name.trim(), sharedWith })}>
        <TextInput
          label={t('views.name')}
          data-autofocus
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          {...errorProp(errors.field('name'))}
        />
        <Select
          label={t('views.share')}
          allowDeselect={false}
          data={[
            { value: 'me', label: t('views.share.me') },
            ...teams.map((team) => ({ value: team.id, label: t('views.share.team', { team: team.name }) })),
            { value: 'organisation', label: t('views.share.organisation') },
          ]}
          value={sharedWith}
          onChange={(value) => setSharedWith(value ?? 'me')}
          {...errorProp(errors.field('sharedWith'))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
