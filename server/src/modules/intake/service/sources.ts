import type { IntakeSource, IntakeSourceInput, IntakeSourceMade, IntakeSourcePatch } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { newToken, oldSecretsUntil, renewSecret } from '../../../platform/webhooks/index.ts';
import { listItemsOf } from '../../enquiries/index.ts';
import { defaultSite, findSite } from '../../identity/index.ts';
import { insertSource, listSources, lockSource, updateSource, updateVersion } from '../store/source-store.ts';
import type { SourceRow } from '../vocabulary.ts';
import { SECRET_PURPOSE, type IntakeDeps } from './deps.ts';

const MOST_SOURCES = 200;

export async function sources(tx: Tx): Promise<IntakeSource[]> {
  const rows = await listSources(tx, MOST_SOURCES);
  const until = await oldSecretsUntil(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => viewSource(row, until.get(row.id) ?? null));
}

/**
 * A new way in. A webhook or a chat gets a signing secret, which this answer alone shows. Refuses by field enquiries.site_unknown,
 * source_channel_unknown, interest_unknown; intake.name_taken 409.
 */
export async function addSource(
  tx: Tx,
  { secrets }: IntakeDeps,
  input: IntakeSourceInput,
): Promise<Outcome<IntakeSourceMade>> {
  const site = input.site === undefined ? await defaultSite(tx) : await findSite(tx, input.site);
  const errors = await wrongCodes(tx, input);
  if (!site) errors.push({ field: 'site', code: 'enquiries.site_unknown', params: {} });
  if (!site || errors.length > 0) return refuseFields(errors);
  const row = {
    id: newId(),
    kind: input.kind,
    name: input.name,
    token: newToken(),
    siteId: site.id,
    sourceChannel: input.sourceChannel,
    campaign: input.campaign,
    interests: [...new Set(input.interests)],
    allowedOrigins: [...new Set(input.allowedOrigins)],
    language: input.language,
    texts: input.texts,
    mapping: input.mapping,
    active: input.active,
  };
  if (!(await insertSource(tx, row))) return refuse('intake.name_taken', { name: input.name }, 409);
  const secret = input.kind === 'web_form' ? null : await renewSecret(tx, secrets, row.id, SECRET_PURPOSE);
  tx.audit({ action: 'intake.source_added', entity: 'intake_source', entityId: row.id });
  return ok({ ...viewSource({ ...row, version: 1 }, null), secret });
}

export async function changeSource(tx: Tx, id: Id, patch: IntakeSourcePatch): Promise<Outcome<IntakeSource>> {
  const before = await lockSource(tx, id);
  if (!before) return notFound('intake_source');
  if (patch.version !== undefined && patch.version !== before.version) {
    return refuse('request.stale', { version: before.version }, 409);
  }
  const errors = await wrongCodes(tx, patch);
  if (patch.site !== undefined && !(await findSite(tx, patch.site))) {
    errors.push({ field: 'site', code: 'enquiries.site_unknown', params: {} });
  }
  if (errors.length > 0) return refuseFields(errors);
  const { site, version: _version, ...fields } = patch;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const after: SourceRow = { ...before, ...given, siteId: site ?? before.siteId };
  if (!(await updateSource(tx, after))) return refuse('intake.name_taken', { name: after.name }, 409);
  const changed = Object.keys(given).filter(
    (field) => JSON.stringify(before[field as keyof SourceRow]) !== JSON.stringify(after[field as keyof SourceRow]),
  );
  tx.audit({
    action: 'intake.source_changed',
    entity: 'intake_source',
    entityId: id,
    changes: Object.fromEntries(changed.map((field) => [field, null])),
  });
  return ok(await viewOf(tx, { ...after, version: before.version + 1 }));
}

/** A new signing secret, shown in this answer alone; the former one counts for a day, so that no message is lost meanwhile. */
export async function renewSourceSecret(tx: Tx, { secrets }: IntakeDeps, id: Id): Promise<Outcome<IntakeSourceMade>> {
  const before = await lockSource(tx, id);
  if (!before) return notFound('intake_source');
  if (before.kind === 'web_form') return refuse('intake.no_secret', { kind: before.kind });
  const secret = await renewSecret(tx, secrets, id, SECRET_PURPOSE);
  await updateVersion(tx, id);
  tx.audit({ action: 'intake.secret_renewed', entity: 'intake_source', entityId: id });
  return ok({ ...(await viewOf(tx, { ...before, version: before.version + 1 })), secret });
}

async function viewOf(tx: Tx, row: SourceRow): Promise<IntakeSource> {
  return viewSource(row, (await oldSecretsUntil(tx, [row.id])).get(row.id) ?? null);
}

/** Codes of the organisation's lists that do not exist, or are out of use. */
async function wrongCodes(
  tx: Tx,
  input: { readonly sourceChannel?: string | undefined; readonly interests?: readonly string[] | undefined },
): Promise<FieldRefusal[]> {
  const usable = async (list: 'source_channel' | 'interest') =>
    new Set((await listItemsOf(tx, list)).filter(({ active }) => active).map(({ code }) => code));
  const errors: FieldRefusal[] = [];
  const { sourceChannel, interests = [] } = input;
  if (sourceChannel !== undefined && !(await usable('source_channel')).has(sourceChannel)) {
    errors.push({ field: 'sourceChannel', code: 'enquiries.source_channel_unknown', params: { code: sourceChannel } });
  }
  const known = interests.length > 0 ? await usable('interest') : new Set<string>();
  interests.forEach((code, index) => {
    if (!known.has(code))
      errors.push({ field: `interests.${index}`, code: 'enquiries.interest_unknown', params: { code } });
  });
  return errors;
}

function viewSource(row: SourceRow, oldSecretUntil: Instant | null): IntakeSource {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    path: row.kind === 'web_form' ? `/p/enquiry/${row.token}` : `/api/v1/intake/${row.token}`,
    siteId: row.siteId,
    sourceChannel: row.sourceChannel,
    campaign: row.campaign,
    interests: [...row.interests],
    allowedOrigins: [...row.allowedOrigins],
    language: row.language,
    texts: row.texts,
    mapping: row.mapping,
    active: row.active,
    oldSecretUntil: oldSecretUntil === null ? null : formatInstant(oldSecretUntil),
    version: row.version,
  };
}
