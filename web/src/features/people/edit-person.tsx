import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Person, Sex } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { LANGUAGES, languageName, useT } from '../../i18n/index.ts';
import { DayInput, Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

export function EditPerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT();
  const [name, setName] = useState(person.name ?? '');
  const [birthDate, setBirthDate] = useState(person.birthDate);
  const [sex, setSex] = useState(person.sex);
  const [language, setLanguage] = useState(person.language);
  // One that an import or a program brought stays to be chosen.
  const languages = [...new Set([...LANGUAGES, ...(person.language ? [person.language] : [])])];
  const save = useAct({
    run: (body: Record<string, unknown>) => api.patch(`/people/${person.id}`, Person, body),
    refresh: [keys.people.detail(person.id), keys.people.all],
    showError: 'form',
    done: t('common.saved'),
    onDone: onClose,
  });
  const errors = useFormErrors(save.error, ['name', 'birthDate', 'sex', 'language']);
  return (
    <Dialog title={t('people.facts')} onClose={onClose}>
      <Form
        label={t('people.facts')}
        onSubmit={() => save.mutate({ name: name.trim() || null, birthDate, sex, language, version: person.version })}
      >
        <TextInput
          label={t('common.name')}
          data-autofocus
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          {...errorProp(errors.field('name'))}
        />
        <DayInput
          label={t('people.birth')}
          value={birthDate}
          onChange={setBirthDate}
          {...errorProp(errors.field('birthDate'))}
        />
        <Select
          label={t('people.sex')}
          allowDeselect={false}
          data={Sex.options.map((value) => ({ value, label: t(`people.sex.${value}`) }))}
          value={sex}
          onChange={(value) => value && setSex(value as typeof sex)}
          {...errorProp(errors.field('sex'))}
        />
        <Select
          label={t('people.language')}
          clearable
          data={languages.map((value) => ({ value, label: languageName(value) }))}
          renderOption={({ option }) => <span lang={option.value}>{option.label}</span>}
          value={language}
          onChange={setLanguage}
          {...errorProp(errors.field('language'))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
