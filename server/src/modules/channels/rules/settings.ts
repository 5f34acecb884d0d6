import { TRANSPORT_KINDS, type SettingField, type TransportKind } from '@anbu/contract';
import { ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { SettingValues } from '../vocabulary.ts';

type Field = SettingField & { readonly required?: true };

/**
 * The settings of a kind from what was given, with the standard where nothing was. Refuses by field `settings.<name>`: channels.setting_unknown { name },
 * channels.setting_missing { name }, channels.setting_unfit { name }.
 */
export function readSettings(kind: TransportKind, given: SettingValues): Outcome<SettingValues> {
  const fields: Readonly<Record<string, Field>> = TRANSPORT_KINDS[kind].settings;
  const errors: FieldRefusal[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => wrong(name, 'unknown'));
  const values: Record<string, SettingValues[string]> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name] === undefined || given[name] === '' ? field.standard : (given[name] ?? null);
    if (value === null) {
      if (field.required && isAsked(field.when, values)) errors.push(wrong(name, 'missing'));
    } else if (!fits(field, value)) errors.push(wrong(name, 'unfit'));
    values[name] = value;
  }
  return errors.length > 0 ? refuseFields(errors) : ok(values);
}

/** The setting that a `when` names stands before it in the table. */
function isAsked(when: Field['when'], values: SettingValues): boolean {
  return when === undefined || values[when[0]] === when[1];
}

/** Refuses by field `secrets.<name>`: channels.setting_unknown { name }. */
export function readSecrets(kind: TransportKind, given: Readonly<Record<string, string>>): Outcome<null> {
  const known: readonly string[] = TRANSPORT_KINDS[kind].secrets;
  const errors = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name): FieldRefusal => ({ field: `secrets.${name}`, code: 'channels.setting_unknown', params: { name } }));
  return errors.length > 0 ? refuseFields(errors) : ok(null);
}

function fits(field: Field, value: string | number | boolean): boolean {
  switch (field.type) {
    case 'text':
      return (
        typeof value === 'string' &&
        value.length <= field.maximum &&
        !/[\u0000-\u001f\u007f]/u.test(value) &&
        (field.pattern === undefined || new RegExp(field.pattern).test(value))
      );
    case 'number':
      return typeof value === 'number' && value >= field.minimum && value <= field.maximum;
    case 'choice':
      return typeof value === 'string' && field.choices.includes(value);
    case 'switch':
      return typeof value === 'boolean';
  }
}

function wrong(name: string, what: 'unknown' | 'missing' | 'unfit'): FieldRefusal {
  return { field: `settings.${name}`, code: `channels.setting_${what}`, params: { name } };
}
