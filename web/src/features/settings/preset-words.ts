import {
  presetFields,
  type HoldReason,
  type PresetCode,
  type PresetField,
  type PresetValue,
  type Reassignment,
} from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';
import type { useT } from '../../i18n/index.ts';

type Translate = ReturnType<typeof useT>;
export type FieldValue = PresetValue[string];

export function fieldLabel(t: Translate, code: PresetCode, name: string): string {
  // The reasons of a hold have their names already.
  if (code === 'hold') return t(`enquiries.hold.${name as HoldReason}`);
  return t(`presets.${code}.${name}` as MessageKey);
}

/** A value as a reader says it: `30분`, `1, 3, 7일`, `오전 → 저녁`. */
export function fieldWords(t: Translate, field: PresetField, value: FieldValue | undefined): string {
  if (value === undefined) return '–';
  switch (field.kind) {
    case 'number':
      return t(`presets.unit.${field.unit}`, { value: Number(value) });
    case 'time':
      return String(value);
    case 'choice':
      return t(`presets.choice.${value as Reassignment}`);
    case 'slots':
      return listOf(value)
        .map((slot) => t(`enquiries.slot.${slot as 'AM' | 'PM' | 'EV'}`))
        .join(' → ');
    case 'numbers':
      return t.list(listOf(value)) || '–';
  }
}

export function listOf(value: FieldValue): (string | number)[] {
  return Array.isArray(value) ? value : [value];
}

/** `1, 3, 7` → [1, 3, 7]; what is no number stays out, so that the server need not guess. */
export function readNumbers(typed: string): number[] {
  return typed
    .split(/[\s,·、，]+/u)
    .filter((part) => /^\d{1,4}$/.test(part))
    .map(Number);
}

/** Fields whose values differ from the shipped ones. */
export function changedFields(code: PresetCode, value: PresetValue, standard: PresetValue): string[] {
  return presetFields(code)
    .map(([name]) => name)
    .filter((name) => JSON.stringify(value[name]) !== JSON.stringify(standard[name]));
}
