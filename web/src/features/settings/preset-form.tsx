import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Preset, PresetPage, presetFields, type PresetField, type Slot } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { DialogCancel, errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { changedFields, fieldLabel, fieldWords, listOf, readNumbers, type FieldValue } from './preset-words.ts';
import { SaveButton } from './parts.tsx';
import { PresetVersion } from './preset-version.tsx';

/** One group of numbers: its fields with what is shipped beside them, why it is changed, and the versions before. */
export function PresetForm({ preset, onDone }: { preset: Preset; onDone: () => void }) {
  const t = useT();
  const { code } = preset;
  const fields = presetFields(code);
  const [value, setValue] = useState(preset.value);
  const [reason, setReason] = useState('');
  const save = useAct({
    run: () =>
      api.put(`/presets/${code}`, Preset, {
        value,
        version: preset.version,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    refresh: [keys.presets.all, keys.statuses],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['reason', ...fields.map(([name]) => `value.${name}`)]);
  const unchanged = JSON.stringify(value) === JSON.stringify(preset.value);
  return (
    <Form onSubmit={() => save.mutate(null)} label={t(`presets.${code}`)}>
      <p className="text-2">{t(`presets.${code}.hint`)}</p>
      <FormError summary={errors.summary} />
      {fields.map(([name, field]) => (
        <PresetInput
          key={name}
          label={fieldLabel(t, code, name)}
          field={field}
          value={value[name] ?? ''}
          standard={
            JSON.stringify(value[name]) === JSON.stringify(preset.standard[name])
              ? null
              : t('settings.presets.standard', { value: fieldWords(t, field, preset.standard[name]) })
          }
          error={errors.field(`value.${name}`)}
          onChange={(changed) => setValue((before) => ({ ...before, [name]: changed }))}
        />
      ))}
      <Textarea
        label={t('settings.presets.reason')}
        description={t('settings.presets.reasonHint')}
        value={reason}
        maxLength={500}
        autosize
        minRows={1}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...errorProp(errors.field('reason'))}
      />
      <div className="form-acts">
        {changedFields(code, value, preset.standard).length > 0 ? (
          <Button variant="subtle" onClick={() => setValue(preset.standard)}>
            {t('settings.presets.reset')}
          </Button>
        ) : null}
        <DialogCancel />
        <SaveButton busy={save.isPending} why={unchanged ? t('common.unchanged') : null} />
      </div>
      {preset.version > 1 ? <PresetHistory preset={preset} /> : null}
    </Form>
  );
}

type InputProps = {
  label: string;
  field: PresetField;
  value: FieldValue;
  /** What is shipped, where it differs. */
  standard: string | null;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
};

function PresetInput({ label, field, value, standard, error, onChange }: InputProps) {
  const t = useT();
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          label={label}
          description={standard}
          value={Number(value)}
          min={field.least}
          max={field.most}
          allowDecimal={false}
          suffix={t(`presets.unit.${field.unit}`, { value: Number(value) }).replace(String(Number(value)), '')}
          onChange={(typed) => onChange(Number(typed))}
          {...errorProp(error)}
        />
      );
    case 'choice':
      return (
        <Select
          label={label}
          description={standard}
          data={field.options.map((option) => ({ value: option, label: fieldWords(t, field, option) }))}
          value={String(value)}
          allowDeselect={false}
          onChange={(chosen) => chosen && onChange(chosen)}
          {...errorProp(error)}
        />
      );
    case 'time':
      return (
        <TextInput
          label={label}
          description={standard}
          inputMode="numeric"
          maxLength={5}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          {...errorProp(error)}
        />
      );
    case 'numbers':
      return <NumbersInput {...{ label, value, standard, error, onChange }} />;
    case 'slots':
      return (
        <fieldset className="bare-fieldset">
          <legend className="legend">{label}</legend>
          {standard ? <p className="text-2 legend-hint">{standard}</p> : null}
          <div className="preset-slots">
            {listOf(value).map((slot, index) => (
              <Select
                key={index}
                aria-label={`${label} ${t('settings.presets.slotOf', { day: index + 1 })}`}
                description={t('settings.presets.slotOf', { day: index + 1 })}
                data={(['AM', 'PM', 'EV'] as Slot[]).map((one) => ({ value: one, label: t(`enquiries.slot.${one}`) }))}
                value={String(slot)}
                allowDeselect={false}
                onChange={(chosen) =>
                  chosen && onChange(listOf(value).map((one, place) => (place === index ? chosen : one)))
                }
              />
            ))}
          </div>
        </fieldset>
      );
  }
}

/** Typed as a list; taken over when the field is left, so that a comma may be typed. */
function NumbersInput({ label, value, standard, error, onChange }: Omit<InputProps, 'field'>) {
  const t = useT();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = listOf(value).join(', ');
  return (
    <TextInput
      label={label}
      description={standard ?? t('settings.presets.listHint')}
      inputMode="numeric"
      value={typed ?? shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(readNumbers(event.currentTarget.value));
      }}
      onBlur={() => setTyped(null)}
      {...errorProp(error)}
    />
  );
}

function PresetHistory({ preset }: { preset: Preset }) {
  const t = useT();
  const versions = useQuery({
    queryKey: keys.presets.versions(preset.code),
    queryFn: ({ signal }) => api.get(`/presets/${preset.code}/versions`, PresetPage, { signal }),
  });
  return (
    <section aria-label={t('settings.presets.history')}>
      <h3 className="legend">{t('settings.presets.history')}</h3>
      <ol className="preset-versions">
        {versions.data?.items.map((version) => (
          <li key={version.version}>
            <PresetVersion preset={version} />
            <div className="text-2">
              {changedFields(version.code, version.value, version.standard)
                .map((name) => {
                  const field = presetFields(version.code).find(([known]) => known === name)?.[1];
                  return field
                    ? `${fieldLabel(t, version.code, name)} ${fieldWords(t, field, version.value[name])}`
                    : name;
                })
                .join(' · ')}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
