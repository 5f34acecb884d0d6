import { OCCASION_CODES, OCCASIONS, type Language, type Occasion, type SentChannel } from '@anbu/contract';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { addPresetTemplates, offerPresetTexts, type PresetTemplate } from '../../channels/index.ts';
import { findOrganisation, listOrganisationIds } from '../../identity/index.ts';
import { BY_HAND, SHIPPED, type Shipped } from '../presets/texts.ts';
import { insertSettings, listSettings } from '../store/setting-store.ts';
import type { SettingRow, Settings } from '../vocabulary.ts';

const CHANNELS: readonly SentChannel[] = ['sms', 'email'];

/** The settings and templates that are shipped and not yet there: of a new organisation all, later those of a new release. What is there stays. */
export async function seedNotices(tx: Tx): Promise<void> {
  const known = new Set((await listSettings(tx)).map(({ occasion }) => occasion));
  const missing = OCCASION_CODES.filter((occasion) => !known.has(occasion));
  if (missing.length === 0) return;
  const { language } = await findOrganisation(tx);
  const byHand = known.size === 0 ? BY_HAND : [];
  const shipped = [...missing.map((occasion) => SHIPPED[occasion]), ...byHand];
  const ids = await addPresetTemplates(
    tx,
    shipped.map((one) => presetOf(one, language)),
  );
  await insertSettings(
    tx,
    missing.flatMap((occasion) => {
      const templateId = ids.get(SHIPPED[occasion].names[language]);
      return templateId === undefined ? [] : [{ ...standardOf(occasion), templateId }];
    }),
  );
}

/** A shipped template under its name in that language. */
export function presetOf({ names, purpose, health, variables, bodies }: Shipped, language: Language): PresetTemplate {
  return { name: names[language], purpose, channels: CHANNELS, health: health ?? false, variables, bodies };
}

function standardOf(occasion: Occasion): Omit<SettingRow, 'version' | 'templateId'> {
  const standard: { to: string; days?: number; minutes?: number; time?: string } = OCCASIONS[occasion];
  const { days = null, minutes = null, time = null } = standard;
  const channels: readonly SentChannel[] =
    occasion === 'report_ready' ? ['email'] : occasion === 'request_due' ? ['email', 'sms'] : CHANNELS;
  return { occasion, active: true, channels, days, minutes, time };
}

/** By each of its names: in which language it was made is not asked. */
const EVERY_NAME: readonly PresetTemplate[] = [...Object.values(SHIPPED), ...BY_HAND].flatMap((shipped) =>
  (['ko', 'en', 'zh'] as const).map((language) => presetOf(shipped, language)),
);

/** Organisations of before this release get theirs, and new words for those that stand as they were shipped. */
export async function seedEverywhere(db: Database): Promise<void> {
  for (const orgId of await listOrganisationIds(db)) {
    await db.inTx(systemActor(orgId, 'notices'), async (tx) => {
      await seedNotices(tx);
      await offerPresetTexts(tx, EVERY_NAME);
      return ok(null);
    });
  }
}

/** How each occasion goes, by its code. */
export async function settingsOf(tx: Tx): Promise<Settings> {
  return new Map((await listSettings(tx)).map((row) => [row.occasion, row]));
}
