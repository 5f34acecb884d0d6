import type { SentChannel, TemplateBodies, TemplateVariable, Purpose } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { insertPresetTemplates, listTemplatesNamed } from '../store/preset-store.ts';

export type PresetTemplate = {
  readonly name: string;
  readonly purpose: Purpose;
  readonly channels: readonly SentChannel[];
  readonly health: boolean;
  readonly variables: readonly TemplateVariable[];
  readonly bodies: TemplateBodies;
};

/** Templates that are shipped, approved as they are: tests ask the gate for their words. One whose name is taken is the one that has it. Ids by name. */
export async function addPresetTemplates(tx: Tx, presets: readonly PresetTemplate[]): Promise<ReadonlyMap<string, Id>> {
  if (presets.length === 0) return new Map();
  await insertPresetTemplates(
    tx,
    presets.map((preset) => ({ ...preset, id: newId() })),
  );
  return listTemplatesNamed(
    tx,
    presets.map(({ name }) => name),
  );
}
