import { Checkbox, MultiSelect, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  OWN_VARIABLES,
  Proof,
  PURPOSES,
  SENT_CHANNELS,
  Template,
  VARIABLE_TYPES,
  type Language,
  type Purpose,
  type SentChannel,
  type TemplateVariable,
} from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { LANGUAGE_NAMES, LANGUAGES, useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { EditFoot } from '../settings/parts.tsx';
import { ProofView } from './proof-view.tsx';

type Bodies = Readonly<Record<Language, { subject: string; text: string }>>;

const PLACE = /#\{([a-z][a-zA-Z0-9]{0,39})\}/g;

/** A template: what for, by which channels, in which words; beside it how it arrives. */
export function TemplateForm({ template, onDone }: { template: Template | null; onDone: () => void }) {
  const t = useT();
  const latest = template?.latest;
  const body = (language: Language) => ({
    subject: latest?.bodies[language]?.subject ?? '',
    text: latest?.bodies[language]?.text ?? '',
  });
  const [input, setInput] = useState({
    name: template?.name ?? '',
    purpose: template?.purpose ?? ('service' as Purpose),
    channels: (template?.channels ?? ['sms']) as readonly SentChannel[],
    health: template?.health ?? false,
    active: template?.active ?? true,
    providerCode: latest?.providerCode ?? '',
  });
  const [bodies, setBodies] = useState<Bodies>({ ko: body('ko'), en: body('en'), zh: body('zh') });
  const [known, setKnown] = useState<readonly TemplateVariable[]>(latest?.variables ?? []);
  const [language, setLanguage] = useState<Language>(LANGUAGES.find((one) => latest?.bodies[one]) ?? t.language);
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const variables = variablesOf(bodies, known);
  const current = bodies[language];
  const write = (change: Partial<Bodies[Language]>) => setBodies({ ...bodies, [language]: { ...current, ...change } });
  const save = useAct({
    run: (_: null, key) => {
      const written = Object.fromEntries(
        LANGUAGES.filter((one) => bodies[one].text.trim() !== '').map((one) => [
          one,
          { text: bodies[one].text, subject: bodies[one].subject.trim() === '' ? null : bodies[one].subject },
        ]),
      );
      const providerCode = input.providerCode.trim() === '' ? null : input.providerCode;
      const whole = { ...input, providerCode, bodies: written, variables };
      return template
        ? api.patch(`/templates/${template.id}`, Template, { ...whole, version: template.version })
        : api.post('/templates', Template, whole, { idempotencyKey: key });
    },
    refresh: [keys.templates.all],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name', 'channels', `bodies.${language}.text`]);
  return (
    <Form onSubmit={() => save.mutate(null)} label={t('settings.templates')}>
      <FormError summary={errors.summary} />
      <div className="form-line">
        <TextInput
          className="grow"
          label={t('settings.templates.name')}
          value={input.name}
          data-autofocus
          onChange={(event) => set({ name: event.currentTarget.value })}
          {...errorProp(errors.field('name'))}
        />
        <Select
          label={t('settings.templates.purpose')}
          data={PURPOSES.map((value) => ({ value, label: t(`gate.purpose.${value}`) }))}
          value={input.purpose}
          allowDeselect={false}
          onChange={(value) => set({ purpose: PURPOSES.find((one) => one === value) ?? input.purpose })}
        />
      </div>
      <MultiSelect
        label={t('settings.templates.channels')}
        data={SENT_CHANNELS.map((value) => ({ value, label: t(`gate.channel.${value}`) }))}
        value={[...input.channels]}
        onChange={(value) =>
          set({ channels: value.flatMap((one) => SENT_CHANNELS.find((channel) => channel === one) ?? []) })
        }
        {...errorProp(errors.field('channels'))}
      />
      <Checkbox
        label={t('settings.templates.health')}
        checked={input.health}
        onChange={(event) => set({ health: event.currentTarget.checked })}
      />
      {input.channels.includes('alimtalk') ? (
        <TextInput
          label={t('settings.templates.providerCode')}
          value={input.providerCode}
          maxLength={80}
          onChange={(event) => set({ providerCode: event.currentTarget.value })}
        />
      ) : null}
      <SegmentedControl
        aria-label={t('settings.intake.language')}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={language}
        onChange={(value) => setLanguage(LANGUAGES.find((one) => one === value) ?? language)}
      />
      {input.channels.some((channel) => ['email', 'fax', 'letter'].includes(channel)) ? (
        <TextInput
          label={t('settings.templates.subject')}
          lang={language}
          value={current.subject}
          maxLength={200}
          onChange={(event) => write({ subject: event.currentTarget.value })}
        />
      ) : null}
      <Textarea
        label={t('settings.templates.text')}
        description={t('settings.templates.textHint')}
        lang={language}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={4_000}
        value={current.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
        {...errorProp(errors.field(`bodies.${language}.text`))}
      />
      {variables.length > 0 ? (
        <fieldset className="bare-fieldset">
          <legend className="legend">{t('settings.templates.variables')}</legend>
          {variables.map((variable) => (
            <VariableRow
              key={variable.name}
              variable={variable}
              onChange={(next) => setKnown([...variables.filter(({ name }) => name !== next.name), next])}
            />
          ))}
        </fieldset>
      ) : null}
      <LiveProof
        channels={input.channels}
        purpose={input.purpose}
        language={language}
        body={current}
        variables={variables}
      />
      <EditFoot
        active={
          template && {
            label: t('settings.channels.active'),
            checked: input.active,
            onChange: (active) => set({ active }),
          }
        }
        busy={save.isPending}
      />
    </Form>
  );
}

/** Those that the texts name, with what is known of them; in the order in which they come. */
function variablesOf(bodies: Bodies, known: readonly TemplateVariable[]): TemplateVariable[] {
  const own: readonly string[] = OWN_VARIABLES;
  const texts = Object.values(bodies).map(({ subject, text }) => `${subject} ${text}`);
  const names = new Set(texts.flatMap((text) => [...text.matchAll(PLACE)].map((match) => match[1] ?? '')));
  return [...names]
    .filter((name) => !own.includes(name))
    .map((name) => known.find((variable) => variable.name === name) ?? { name, type: 'line', sample: name });
}

function VariableRow({
  variable,
  onChange,
}: {
  variable: TemplateVariable;
  onChange: (next: TemplateVariable) => void;
}) {
  const t = useT();
  const { name, type, sample } = variable;
  return (
    <div className="variable-row">
      <span className="clip">{`#{${name}}`}</span>
      <Select
        aria-label={t('settings.templates.variable', { name })}
        data={VARIABLE_TYPES.map((value) => ({ value, label: t(`settings.templates.type.${value}`) }))}
        value={type}
        allowDeselect={false}
        onChange={(value) => onChange({ ...variable, type: VARIABLE_TYPES.find((one) => one === value) ?? type })}
      />
      <TextInput
        aria-label={`${t('settings.templates.sample')} ${name}`}
        placeholder={t('settings.templates.sample')}
        value={sample}
        onChange={(event) => onChange({ ...variable, sample: event.currentTarget.value })}
      />
    </div>
  );
}

/** As it is read on each channel, one at a time: on the first that is tried until another is chosen. */
function LiveProof({
  channels,
  purpose,
  language,
  body,
  variables,
}: {
  channels: readonly SentChannel[];
  purpose: Purpose;
  language: Language;
  body: Bodies[Language];
  variables: readonly TemplateVariable[];
}) {
  const t = useT();
  const [chosen, setChosen] = useState<SentChannel | null>(null);
  const channel = channels.find((one) => one === chosen) ?? channels[0] ?? 'sms';
  const written = { subject: body.subject.trim() === '' ? null : body.subject, text: body.text };
  const usable = variables.filter(({ sample }) => sample.trim() !== '');
  const [asked] = useDebouncedValue(
    JSON.stringify({ channel, purpose, language, body: written, variables: usable }),
    350,
  );
  const proof = useQuery({
    queryKey: keys.templates.proof(asked),
    queryFn: () => api.post('/templates/proof', Proof, JSON.parse(asked)),
    enabled: body.text.trim() !== '',
    retry: false,
    placeholderData: (before) => before,
  });
  if (!proof.data || body.text.trim() === '') return null;
  return (
    <>
      {channels.length > 1 ? (
        <SegmentedControl
          size="xs"
          aria-label={t('settings.templates.proofOn')}
          data={channels.map((value) => ({ value, label: t(`gate.channel.${value}`) }))}
          value={channel}
          onChange={(value) => setChosen(channels.find((one) => one === value) ?? null)}
        />
      ) : null}
      <ProofView proof={proof.data} />
    </>
  );
}
