import type { SentChannel, TemplateBodies, TemplateVariable, Purpose } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { insertPresetTemplates, listTemplatesNamed, lockUnlike } from '../store/preset-store.ts';
import { insertVersion, updateTemplate } from '../store/template-store.ts';

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

/**
 * A shipped text of a new release, for templates that nobody here has written in: it becomes the next version, a draft that somebody looks at, while the
 * approved one goes on to be sent. Offered once, whatever is decided; where the words were changed nothing is offered. Gives how many.
 */
export async function offerPresetTexts(tx: Tx, presets: readonly PresetTemplate[]): Promise<number> {
  const outdated = await lockUnlike(tx, presets);
  for (const { bodies, variables, ...row } of outdated) {
    const latest = row.latest + 1;
    await updateTemplate(tx, { ...row, latest });
    await insertVersion(tx, { templateId: row.id, no: latest, variables: [...variables], bodies, providerCode: null });
    tx.audit({ action: 'channels.template_changed', entity: 'template', entityId: row.id, changes: { bodies: null } });
    tx.emit({ type: 'channels.template_changed', payload: { templateId: row.id } });
  }
  return outdated.length;
}
