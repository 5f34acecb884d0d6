import type { Language, SiteInput } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { PRESET_HOURS } from '../presets.ts';
import { findOrganisation, insertOrganisation, takeSlug, updateOrganisation } from '../store/organisations.ts';
import { replaceTeamMembers } from '../store/teams.ts';
import type { OrganisationRow } from '../vocabulary.ts';
import { changesOf, stale } from './audited.ts';
import { createSite } from './sites.ts';
import { createUser, type NewUser } from './users.ts';

export type NewOrganisation = {
  readonly name: string;
  readonly slug: string;
  readonly language: Language;
  readonly demo?: boolean;
  readonly admin: Omit<NewUser, 'role'>;
  /** The first site; what is left out is the preset of the language's country. */
  readonly site?: Partial<z.output<typeof SiteInput>>;
};
export type CreatedOrganisation = {
  readonly organisationId: Id;
  readonly adminId: Id;
  readonly siteId: Id;
  readonly intakeTeamId: Id;
};

const PLACES = {
  ko: { timeZone: 'Asia/Seoul', holidayCountry: 'KR' },
  en: { timeZone: 'America/New_York', holidayCountry: 'US' },
  zh: { timeZone: 'Asia/Shanghai', holidayCountry: 'CN' },
} as const;

/**
 * An organisation that can work at once: an administrator, a first site and its intake team with her in it. One transaction.
 * `also` runs in it too. Refuses identity.slug_invalid, identity.slug_taken (409) and what createUser and createSite refuse.
 */
export async function createOrganisation(
  database: Database,
  input: NewOrganisation,
  also?: (tx: Tx, made: CreatedOrganisation) => Promise<Outcome<unknown>>,
): Promise<Outcome<CreatedOrganisation>> {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(input.slug)) return refuse('identity.slug_invalid', {});
  const organisationId = newId();
  // Nobody is signed in to an organisation that does not exist yet: the command itself acts.
  const actor = systemActor(organisationId, 'set-up', input.language);
  return database.inTx(actor, async (tx) => {
    if (!(await takeSlug(tx, input.slug))) return refuse('identity.slug_taken', { slug: input.slug }, 409);
    const { name, slug, language } = input;
    await insertOrganisation(tx, { name, slug, language, demo: input.demo ?? false });
    const admin = await createUser(tx, { language, ...input.admin, role: 'admin' });
    if (!admin.ok) return admin;
    const site = await createSite(tx, {
      name,
      hours: PRESET_HOURS,
      callingLimits: ['08:00', '21:00'],
      intakeTeamId: null,
      ...PLACES[language],
      ...input.site,
    });
    if (!site.ok) return site;
    await replaceTeamMembers(tx, site.value.intakeTeamId, [admin.value.id]);
    tx.audit({ action: 'identity.organisation_added', entity: 'organisation', entityId: organisationId });
    const made = {
      organisationId,
      adminId: admin.value.id,
      siteId: site.value.id,
      intakeTeamId: site.value.intakeTeamId,
    };
    const rest = also ? await also(tx, made) : ok(null);
    return rest.ok ? ok(made) : rest;
  });
}

export async function renameOrganisation(
  tx: Tx,
  name: string,
  version: number | undefined,
): Promise<Outcome<OrganisationRow>> {
  const before = await findOrganisation(tx);
  if (!(await updateOrganisation(tx, name, version))) return stale(before.version);
  const after = await findOrganisation(tx);
  const changes = changesOf(before, after, ['name']);
  tx.audit({ action: 'identity.organisation_changed', entity: 'organisation', entityId: tx.orgId, changes });
  return ok(after);
}
