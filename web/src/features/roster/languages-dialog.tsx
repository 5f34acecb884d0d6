import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { Language, Nothing, type RosterMember } from '@anbu/contract';
import { api, keys, useAct, useUserName } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { languageName } from '../../i18n/language.ts';
import { Dialog, Form, FormActs, FormError } from '../../ui/index.ts';

/** Which languages somebody speaks with people. */
export function LanguagesDialog({ member, onClose }: { member: RosterMember; onClose: () => void }) {
  const t = useT();
  const userName = useUserName();
  const [languages, setLanguages] = useState<string[]>(member.languages);
  const save = useAct({
    run: () => api.patch(`/roster/${member.userId}`, Nothing, { languages, version: member.languagesVersion }),
    refresh: [keys.roster.all],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  return (
    <Dialog title={t('roster.languagesOf', { name: userName(member.userId) ?? '' })} onClose={onClose}>
      <Form onSubmit={() => save.mutate(null)}>
        <FormError error={save.error} />
        <MultiSelect
          label={t('roster.languages')}
          description={t('roster.languagesHint')}
          data={Language.options.map((value) => ({ value, label: languageName(value) }))}
          value={languages}
          onChange={setLanguages}
          data-autofocus
        />
        <FormActs busy={save.isPending} />
      </Form>
    </Dialog>
  );
}
