import {
  PRESET_CODES,
  PRESETS,
  presetSchema,
  STANDARD_PRESETS,
  standardPreset,
  type Preset,
  type PresetCode,
  type PresetInput,
  type Presets,
  type PresetValue,
} from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { SiteCalendar } from '../../../kernel/site-calendar.ts';
import { Trusted, type Tx } from '../../../platform/db/index.ts';
import { fieldErrors } from '../../../platform/http/validation.ts';
import { memberNames, siteCalendar } from '../../identity/index.ts';
import { practiceOf, type Practice } from '../rules/index.ts';
import {
  insertFirstPresets,
  insertPreset,
  listPresets,
  listPresetVersions,
  type PresetRow,
} from '../store/preset-store.ts';

const MOST_VERSIONS = 100;

const trusted = new Trusted<Presets>();
/** The same calendar and the same numbers give the same object, so that what the kernel computed from it stays remembered. */
const practices = new WeakMap<SiteCalendar, Practice>();

/** When a site is open and the numbers that its organisation works by: what the rules need of a place. */
export async function sitePractice(tx: Tx, siteId: Id): Promise<Practice> {
  const calendar = await siteCalendar(tx, siteId);
  const presets = await currentPresets(tx);
  const known = practices.get(calendar);
  if (known?.presets === presets) return known;
  const practice = practiceOf(calendar, presets);
  practices.set(calendar, practice);
  return practice;
}

/** The organisation's numbers; what it has not changed is as shipped. */
export function currentPresets(tx: Tx): Promise<Presets> {
  return trusted.read(tx, tx.orgId, async (known) => {
    const rows = await listPresets(tx);
    const version = rows.map(({ code, version }) => `${code} ${version}`).join();
    return known?.version === version ? known : { value: mergePresets(rows), version };
  });
}

/** A new organisation begins with the numbers as shipped, as rows of its own: a later release does not change them behind its back. */
export async function seedPresets(tx: Tx): Promise<void> {
  await insertFirstPresets(tx, STANDARD_PRESETS);
}

function mergePresets(rows: readonly PresetRow[]): Presets {
  const changed = Object.fromEntries(
    rows.filter(isKnown).map(({ code, value }) => [code, { ...standardPreset(code), ...value }]),
  );
  // Each value was checked by its schema when it was written.
  return { ...STANDARD_PRESETS, ...changed } as Presets;
}

/** A later release may have written groups that this one does not know. */
function isKnown<R extends { readonly code: string }>(row: R): row is R & { readonly code: PresetCode } {
  return row.code in PRESETS;
}

/** All groups as they hold now. */
export async function presetViews(tx: Tx): Promise<z.input<typeof Preset>[]> {
  const rows = new Map((await listPresets(tx)).map((row) => [row.code, row]));
  const names = await memberNames(tx, authorsOf([...rows.values()]));
  return PRESET_CODES.map((code) => view(code, rows.get(code) ?? null, names));
}

/** Every version of a group, the latest first. */
export async function presetHistory(tx: Tx, code: PresetCode): Promise<z.input<typeof Preset>[]> {
  const rows = await listPresetVersions(tx, code, MOST_VERSIONS);
  const names = await memberNames(tx, authorsOf(rows));
  return rows.map((row) => view(code, row, names));
}

/**
 * A new version of a group; what is decided from now on goes by it, next actions that stand are not moved. Refuses by field what the table
 * of presets does not allow, and request.stale { version } 409 where somebody was faster.
 */
export async function putPreset(
  tx: Tx,
  code: PresetCode,
  input: PresetInput,
): Promise<Outcome<z.input<typeof Preset>>> {
  const parsed = presetSchema(code).safeParse(input.value);
  if (!parsed.success) {
    const errors = fieldErrors(parsed.error.issues, input.value);
    return refuseFields(errors.map((error) => ({ ...error, field: error.field ? `value.${error.field}` : 'value' })));
  }
  const [last] = await listPresetVersions(tx, code, 1);
  const version = last?.version ?? 0;
  if (input.version !== undefined && input.version !== version) return refuse('request.stale', { version }, 409);
  const row = await insertPreset(tx, {
    code,
    version: version + 1,
    value: parsed.data,
    reason: input.reason ?? null,
  });
  if (!row) return refuse('request.stale', { version: version + 1 }, 409);
  trusted.forget(tx, tx.orgId);
  tx.audit({
    action: 'settings.preset_changed',
    entity: code,
    changes: changesOf(last?.value ?? standardPreset(code), row.value),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  });
  return ok(view(code, row, await memberNames(tx, authorsOf([row]))));
}

/** Numbers are no personal data: the audit shows them. */
function changesOf(before: PresetValue | Presets[PresetCode], after: PresetValue) {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => JSON.stringify(was.get(name)) !== JSON.stringify(value))
      .map(([name, value]) => [name, [was.get(name) ?? null, value] as const]),
  );
}

function authorsOf(rows: readonly PresetRow[]): Id[] {
  return rows.flatMap(({ changedBy }) => (changedBy === null ? [] : [changedBy]));
}

function view(code: PresetCode, row: PresetRow | null, names: ReadonlyMap<Id, string>): z.input<typeof Preset> {
  const standard: PresetValue = copied(code);
  return {
    code,
    value: { ...standard, ...row?.value },
    standard,
    version: row?.version ?? 0,
    changedBy: row?.changedBy ?? null,
    changedByName: row?.changedBy ? (names.get(row.changedBy) ?? null) : null,
    changedAt: row ? formatInstant(row.changedAt) : null,
    reason: row?.reason ?? null,
  };
}

/** The shipped value as a plain one: the table's own lists are not handed out. */
function copied(code: PresetCode): PresetValue {
  return JSON.parse(JSON.stringify(standardPreset(code))) as PresetValue;
}
