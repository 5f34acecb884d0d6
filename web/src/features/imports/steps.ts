import type { Import } from '@anbu/contract';

export type ImportStep = 'upload' | 'mapping' | 'check' | 'apply';
export const IMPORT_STEPS: readonly ImportStep[] = ['upload', 'mapping', 'check', 'apply'];

/** Where an import stands, as the four steps that people see. */
export function stepOf({ state, phase }: Pick<Import, 'state' | 'phase'>): ImportStep {
  if (phase === 'upload') return 'upload';
  if (phase === 'analyse') return state === 'waiting' || state === 'done' ? 'check' : 'mapping';
  return 'apply';
}

/** Its state in words: a dry run that is done has entered nothing. */
export function standingOf({ state, phase }: Pick<Import, 'state' | 'phase'>): Import['state'] | 'analysed' | 'undone' {
  if (state !== 'done') return state;
  return phase === 'analyse' ? 'analysed' : phase === 'undo' ? 'undone' : 'done';
}

/** Fully read, and nothing entered: it may be mapped anew, decided, applied. */
export function isOpen({ state, phase }: Pick<Import, 'state' | 'phase'>): boolean {
  return phase === 'analyse' && (state === 'waiting' || state === 'done');
}

/** Its job was given up half-way: applying it again goes on where it stood. */
export function isInterrupted({ state, error }: Pick<Import, 'state' | 'error'>): boolean {
  return state === 'failed' && error?.code === 'imports.interrupted';
}

/** 0–100, or null while the size is unknown. */
export function percentOf({ done, total }: Import['progress']): number | null {
  return total ? Math.min(100, Math.round((100 * done) / total)) : null;
}

/** The mapping that the server has, as file header → our field: how the screen shows it. */
export function byHeader(mapping: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping).map(([field, header]) => [header, field]));
}

/** And back; a field may be taken from one column only: the last chosen wins. */
export function byField(chosen: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(chosen).flatMap(([header, field]) => (field ? [[field, header]] : [])));
}

/** As it is sent: what nobody chose has no column, and is not proposed again. */
export function wholeMapping(
  fields: Import['fields'],
  mapping: Readonly<Record<string, string>>,
): Record<string, string | null> {
  return Object.fromEntries(fields.map(({ field }) => [field, mapping[field] ?? null]));
}
