import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Enquiry, type EnquiryInput, type PersonHit } from '@anbu/contract';
import type { z } from 'zod';
import { api, useAct, useInterests, useSourceChannels } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../../ui/index.ts';
import { PersonCell } from '../person-cell.tsx';
import { Choices } from '../work/choices.tsx';
import { usePerson } from '../work/use-enquiry.ts';
import { KnownPeople } from './known-people.tsx';
import { toggled } from './walk-in-form.tsx';

type Body = z.input<typeof EnquiryInput>;
/** Ways in which people get in touch: they say how, not where she heard of us. */
const WAYS: ReadonlySet<string> = new Set(['phone', 'walk_in', 'web_form', 'chat']);
const RELATIONS = [
  'parent',
  'child',
  'spouse',
  'sibling',
  'relative',
  'guardian',
  'caregiver',
  'friend',
  'other',
] as const;
type Relation = (typeof RELATIONS)[number];

/** The channel is asked, never guessed: it decides where the money for advertising goes. */
export function EnquiryForm({
  personId,
  phone: startPhone,
  onDone,
}: {
  personId: string | undefined;
  phone: string;
  onDone: (enquiry: Enquiry) => void;
}) {
  const t = useT();
  const channels = useSourceChannels().filter((item) => item.active && item.code !== 'unknown');
  const choices = useInterests().filter((item) => item.active);
  const choice = (item: (typeof choices)[number]) => ({ value: item.code, label: item.names[t.language] });
  const given = usePerson(personId);
  const [chosen, setChosen] = useState<PersonHit | null>(null);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState(startPhone);
  const [channel, setChannel] = useState<string | null>(null);
  const [interests, setInterests] = useState<string[]>([]);
  const [text, setText] = useState('');
  const [forOther, setForOther] = useState(false);
  const [enquirer, setEnquirer] = useState({ name: '', phone: '', relation: 'parent' as Relation, mayBeTold: false });
  const [asked, setAsked] = useState(false);

  const save = useAct({
    run: (body: Body, key) => api.post('/enquiries', Enquiry, body, { idempotencyKey: key }),
    showError: 'form',
    onDone,
  });
  const errors = useFormErrors(save.error, [
    'person',
    'person.name',
    'person.phone',
    'sourceChannel',
    'interests',
    'text',
    'enquirer.name',
    'enquirer.phone',
  ]);
  const knownId = personId ?? chosen?.id;
  const noPerson = !knownId && !name.trim() && !phone.trim();
  const noEnquirer = forOther && !enquirer.name.trim();
  const required = (missing: boolean) => (asked && missing ? t('field.required') : undefined);

  const submit = () => {
    setAsked(true);
    if (noPerson || noEnquirer || channel === null) return;
    save.mutate({
      person: knownId
        ? { id: knownId }
        : { ...(name.trim() ? { name: name.trim() } : {}), ...(phone.trim() ? { phone: phone.trim() } : {}) },
      sourceChannel: channel,
      interests,
      ...(text.trim() ? { text: text.trim() } : {}),
      ...(forOther
        ? {
            enquirer: {
              name: enquirer.name.trim(),
              relation: enquirer.relation,
              mayBeTold: enquirer.mayBeTold,
              ...(enquirer.phone.trim() ? { phone: enquirer.phone.trim() } : {}),
            },
          }
        : {}),
    });
  };

  return (
    <div className="panel panel-body">
      <Form label={t('shell.palette.newEnquiry')} onSubmit={submit}>
        {given.data ? (
          <p className="chosen-person">
            <strong>{given.data.name ?? t('common.noName')}</strong> {given.data.phones[0]?.display}
          </p>
        ) : chosen ? (
          <div className="chosen-person">
            <PersonCell person={chosen} />
            <Button size="compact-sm" variant="subtle" onClick={() => setChosen(null)}>
              {t('desk.known.other')}
            </Button>
          </div>
        ) : personId ? null : (
          <>
            <p className="text-2 one-is-enough">{t('desk.new.oneIsEnough')}</p>
            <div className="form-line is-top">
              <TextInput
                className="grow"
                label={t('common.name')}
                autoFocus
                autoComplete="off"
                value={name}
                maxLength={120}
                onChange={(event) => setName(event.currentTarget.value)}
                {...errorProp(
                  asked && noPerson
                    ? t('people.name_or_phone_required')
                    : (errors.field('person.name') ?? errors.field('person')),
                )}
              />
              <TextInput
                className="grow"
                label={t('common.phone')}
                type="tel"
                autoComplete="off"
                value={phone}
                onChange={(event) => setPhone(event.currentTarget.value)}
                {...errorProp(errors.field('person.phone'))}
              />
            </div>
            <KnownPeople name={name} phone={phone} onChoose={setChosen} />
          </>
        )}
        <Choices
          label={t('desk.new.channel')}
          options={channels.filter(({ code }) => !WAYS.has(code)).map(choice)}
          chosen={channel ? [channel] : []}
          onChoose={setChannel}
          error={(asked && channel === null ? t('field.choose') : undefined) ?? errors.field('sourceChannel')}
        />
        <Choices
          label={t('desk.new.channelElse')}
          options={channels.filter(({ code }) => WAYS.has(code)).map(choice)}
          chosen={channel ? [channel] : []}
          onChoose={setChannel}
        />
        <Choices
          label={t('common.optionalField', { label: t('desk.interests') })}
          options={choices.map(choice)}
          chosen={interests}
          onChoose={(code) => setInterests(toggled(interests, code))}
          error={errors.field('interests')}
        />
        <Textarea
          label={t('desk.new.text')}
          placeholder={t('desk.new.textExample')}
          autosize
          minRows={2}
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          {...errorProp(errors.field('text'))}
        />
        <Checkbox
          label={t('desk.new.forOther')}
          checked={forOther}
          onChange={(event) => setForOther(event.currentTarget.checked)}
        />
        {forOther ? (
          <fieldset className="bare-fieldset sub-form">
            <legend className="legend">{t('enquiries.party.enquirer')}</legend>
            <div className="form-line is-top">
              <TextInput
                className="grow"
                label={t('common.name')}
                value={enquirer.name}
                maxLength={120}
                onChange={(event) => setEnquirer({ ...enquirer, name: event.currentTarget.value })}
                {...errorProp(required(noEnquirer) ?? errors.field('enquirer.name'))}
              />
              <TextInput
                className="grow"
                label={t('common.phone')}
                type="tel"
                value={enquirer.phone}
                onChange={(event) => setEnquirer({ ...enquirer, phone: event.currentTarget.value })}
                {...errorProp(errors.field('enquirer.phone'))}
              />
              <NativeSelect
                label={t('desk.new.relation')}
                value={enquirer.relation}
                onChange={(event) => setEnquirer({ ...enquirer, relation: event.currentTarget.value as Relation })}
                data={RELATIONS.map((value) => ({ value, label: t(`enquiries.relation.${value}`) }))}
              />
            </div>
            <Checkbox
              mt={10}
              label={t('desk.new.mayBeTold')}
              checked={enquirer.mayBeTold}
              onChange={(event) => setEnquirer({ ...enquirer, mayBeTold: event.currentTarget.checked })}
            />
          </fieldset>
        ) : null}
        <FormError summary={errors.summary} />
        <div className="form-acts">
          <Button type="submit" loading={save.isPending}>
            {t('desk.new.save')}
          </Button>
        </div>
      </Form>
    </div>
  );
}
