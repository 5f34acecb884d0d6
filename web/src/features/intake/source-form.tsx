import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  INTAKE_FIELDS,
  IntakeSource,
  IntakeSourceMade,
  type IntakeKind,
  type IntakeMapping,
  type IntakeTexts,
} from '@anbu/contract';
import { api, keys, useAct, useInterests, useSourceChannels } from '../../api/index.ts';
import { LANGUAGE_NAMES, LANGUAGES, useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { EditFoot } from '../settings/parts.tsx';

const KINDS = ['web_form', 'webhook', 'chat'] as const satisfies readonly IntakeKind[];
const WORDS = ['title', 'intro', 'thanks', 'privacy'] as const;
const WORD_LABELS = {
  title: 'settings.intake.formTitle',
  intro: 'settings.intake.formIntro',
  thanks: 'settings.intake.formThanks',
  privacy: 'settings.intake.formPrivacy',
} as const;

type Props = {
  /** Null for a new one. */
  source: IntakeSource | null;
  onDone: (made: IntakeSourceMade | null) => void;
};

export function SourceForm({ source, onDone }: Props) {
  const t = useT();
  const channels = useSourceChannels().filter(({ active }) => active);
  const interests = useInterests().filter(({ active }) => active);
  const [kind, setKind] = useState<IntakeKind>(source?.kind ?? 'web_form');
  const [input, setInput] = useState({
    name: source?.name ?? '',
    sourceChannel: source?.sourceChannel ?? 'web_form',
    campaign: source?.campaign ?? '',
    interests: source?.interests ?? [],
    origins: source?.allowedOrigins.join('\n') ?? '',
    language: source?.language ?? t.language,
    texts: source?.texts ?? {},
    mapping: source?.mapping ?? {},
    active: source?.active ?? true,
  });
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const save = useAct({
    run: async (_: null, key): Promise<IntakeSourceMade | null> => {
      const body = {
        name: input.name,
        sourceChannel: input.sourceChannel,
        campaign: input.campaign.trim() === '' ? null : input.campaign,
        interests: input.interests,
        allowedOrigins: input.origins.split(/\s+/).filter((origin) => origin !== ''),
        language: input.language,
        texts: withoutEmptyWords(input.texts),
        mapping: withoutEmptyPaths(input.mapping),
        active: input.active,
      };
      if (!source) return api.post('/intake-sources', IntakeSourceMade, { ...body, kind }, { idempotencyKey: key });
      await api.patch(`/intake-sources/${source.id}`, IntakeSource, { ...body, version: source.version });
      return null;
    },
    refresh: [keys.intake.sources],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name', 'sourceChannel', 'campaign', 'allowedOrigins.0']);
  return (
    <Form onSubmit={() => save.mutate(null)} label={t('settings.intake')}>
      <FormError summary={errors.summary} />
      <div className="form-line">
        <TextInput
          className="grow"
          label={t('settings.intake.name')}
          value={input.name}
          data-autofocus
          onChange={(event) => set({ name: event.currentTarget.value })}
          {...errorProp(errors.field('name'))}
        />
        {source ? null : (
          <Select
            label={t('settings.intake.kind')}
            data={KINDS.map((value) => ({ value, label: t(`settings.intake.kind.${value}`) }))}
            value={kind}
            allowDeselect={false}
            onChange={(value) => setKind(KINDS.find((known) => known === value) ?? kind)}
          />
        )}
      </div>
      <div className="form-line">
        <Select
          className="grow"
          label={t('settings.intake.channel')}
          data={channels.map(({ code, names }) => ({ value: code, label: names[t.language] }))}
          value={input.sourceChannel}
          allowDeselect={false}
          onChange={(value) => value && set({ sourceChannel: value })}
          {...errorProp(errors.field('sourceChannel'))}
        />
        <TextInput
          className="grow"
          label={t('settings.intake.campaign')}
          value={input.campaign}
          onChange={(event) => set({ campaign: event.currentTarget.value })}
          {...errorProp(errors.field('campaign'))}
        />
      </div>
      {kind === 'web_form' ? (
        <>
          <MultiSelect
            label={t('settings.intake.interests')}
            data={interests.map(({ code, names }) => ({ value: code, label: names[t.language] }))}
            value={input.interests}
            onChange={(value) => set({ interests: value })}
          />
          <Textarea
            label={t('settings.intake.origins')}
            description={t('settings.intake.originsHint')}
            value={input.origins}
            autosize
            minRows={1}
            onChange={(event) => set({ origins: event.currentTarget.value })}
            {...errorProp(errors.field('allowedOrigins.0'))}
          />
          <Select
            label={t('settings.intake.language')}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            value={input.language}
            allowDeselect={false}
            onChange={(value) => set({ language: LANGUAGES.find((known) => known === value) ?? input.language })}
          />
          <FormWords texts={input.texts} language={input.language} onChange={(texts) => set({ texts })} />
        </>
      ) : null}
      {kind === 'webhook' ? (
        <fieldset className="bare-fieldset">
          <legend className="legend">{t('settings.intake.mapping')}</legend>
          <p className="text-2 legend-hint">{t('settings.intake.mappingHint')}</p>
          <div className="intake-mapping">
            {INTAKE_FIELDS.filter((field) => field !== 'id').map((field) => (
              <TextInput
                key={field}
                label={field}
                value={input.mapping[field] ?? ''}
                onChange={(event) => set({ mapping: { ...input.mapping, [field]: event.currentTarget.value } })}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <EditFoot
        active={
          source && { label: t('settings.intake.active'), checked: input.active, onChange: (active) => set({ active }) }
        }
        busy={save.isPending}
      />
    </Form>
  );
}

/** The practice's own words, in the language of the form; the other languages keep theirs. */
function FormWords({
  texts,
  language,
  onChange,
}: {
  texts: IntakeTexts;
  language: (typeof LANGUAGES)[number];
  onChange: (texts: IntakeTexts) => void;
}) {
  const t = useT();
  return (
    <>
      {WORDS.map((word) => (
        <Textarea
          key={`${language} ${word}`}
          label={t(WORD_LABELS[word])}
          lang={language}
          value={texts[language]?.[word] ?? ''}
          autosize
          minRows={1}
          onChange={(event) =>
            onChange({ ...texts, [language]: { ...texts[language], [word]: event.currentTarget.value } })
          }
        />
      ))}
    </>
  );
}

function withoutEmptyWords(texts: IntakeTexts): IntakeTexts {
  return Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      Object.fromEntries(Object.entries(texts[language] ?? {}).filter(([, words]) => words?.trim())),
    ]),
  );
}

function withoutEmptyPaths(mapping: IntakeMapping): IntakeMapping {
  return Object.fromEntries(Object.entries(mapping).filter(([, path]) => path.trim() !== ''));
}
