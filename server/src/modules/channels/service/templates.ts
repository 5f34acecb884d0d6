import type { Template, TemplateApproval, TemplateInput, TemplatePatch, TemplateVersion } from '@anbu/contract';
import type { z } from 'zod';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { defaultSite } from '../../identity/index.ts';
import { checkBody, versionToSend } from '../rules/template.ts';
import {
  findTemplate,
  insertTemplate,
  insertVersion,
  listCurrentVersions,
  listTemplates,
  listTemplatesById,
  listVersions,
  lockTemplate,
  lockVersion,
  updateTemplate,
  updateVersionDecided,
} from '../store/template-store.ts';
import type { TemplateRow, TemplateVersionRow } from '../vocabulary.ts';
import { wordingFaults } from './wording.ts';

const MOST_VERSIONS = 200;

/** In the order in which they were made; `active` alone. Refuses request.bad_cursor. */
export async function templates(
  tx: Tx,
  { cursor, limit, active }: { cursor?: string | undefined; limit: number; active?: '1' | undefined },
): Promise<Outcome<{ items: z.input<typeof Template>[]; nextCursor: string | null }>> {
  const after = decodeAtAndId(cursor);
  if (!after.ok) return after;
  const rows = await listTemplates(tx, after.value, active === '1', limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  return ok({ items: await viewsOf(tx, shown), nextCursor });
}

/** With its latest version and the one that may be sent. Refuses 404. */
export async function template(tx: Tx, id: Id): Promise<Outcome<z.input<typeof Template>>> {
  const row = await findTemplate(tx, id);
  return row ? ok(await viewOf(tx, row)) : notFound('template');
}

/** The same of several, by their ids; what is none is not among them. */
export async function templatesOf(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, z.input<typeof Template>>> {
  const rows = await listTemplatesById(tx, [...new Set(ids)]);
  return new Map((await viewsOf(tx, rows)).map((view) => [view.id, view]));
}

/** The newest first, as many as are shown. Refuses 404. */
export async function versions(tx: Tx, id: Id): Promise<Outcome<z.input<typeof TemplateVersion>[]>> {
  if (!(await findTemplate(tx, id))) return notFound('template');
  return ok((await listVersions(tx, id, MOST_VERSIONS)).map(viewVersion));
}

/** Refuses by field channels.body_missing, channels.variable_unknown, channels.variable_twice; channels.name_taken 409. */
export async function addTemplate(tx: Tx, input: TemplateInput): Promise<Outcome<z.input<typeof Template>>> {
  const errors = contentErrors(input);
  if (errors.length > 0) return refuseFields(errors);
  const { name, purpose, channels, health, active, variables, bodies, providerCode } = input;
  const id = newId();
  if (!(await insertTemplate(tx, { id, name, purpose, channels, health, active }))) {
    return refuse('channels.name_taken', { name }, 409);
  }
  await insertVersion(tx, { templateId: id, no: 1, variables, bodies, providerCode });
  tx.audit({ action: 'channels.template_added', entity: 'template', entityId: id });
  tx.emit({ type: 'channels.template_changed', payload: { templateId: id } });
  return template(tx, id);
}

/** What is written becomes the next version, a draft; the approved one goes on to be sent. Refuses as `addTemplate`, and request.stale { version } 409. */
export async function changeTemplate(tx: Tx, id: Id, patch: TemplatePatch): Promise<Outcome<z.input<typeof Template>>> {
  const before = await lockTemplate(tx, id);
  if (!before) return notFound('template');
  if (patch.version !== undefined && patch.version !== before.version) {
    return refuse('request.stale', { version: before.version }, 409);
  }
  const [latest] = await listVersions(tx, id, 1);
  if (!latest) throw new Error('a template has no version');
  const content = {
    variables: patch.variables ?? latest.variables,
    bodies: patch.bodies ?? latest.bodies,
    providerCode: patch.providerCode === undefined ? latest.providerCode : patch.providerCode,
  };
  const errors = contentErrors(content);
  if (errors.length > 0) return refuseFields(errors);
  const {
    name = before.name,
    purpose = before.purpose,
    channels = before.channels,
    health = before.health,
    active = before.active,
  } = patch;
  const isWritten = (['variables', 'bodies', 'providerCode'] as const).some(
    (part) => JSON.stringify(content[part]) !== JSON.stringify(latest[part]),
  );
  // Another purpose is another question to the law: what was approved was approved for the old one.
  const asksAnew = isWritten || purpose !== before.purpose || health !== before.health;
  const after = { ...before, name, purpose, channels, health, active, latest: before.latest + (asksAnew ? 1 : 0) };
  if (!(await updateTemplate(tx, after))) return refuse('channels.name_taken', { name }, 409);
  if (asksAnew) await insertVersion(tx, { templateId: id, no: after.latest, ...content });
  if (purpose !== before.purpose || health !== before.health) await withdrawOthers(tx, id, after.latest);
  tx.audit({
    action: 'channels.template_changed',
    entity: 'template',
    entityId: id,
    changes: Object.fromEntries(
      Object.keys(patch)
        .filter((field) => field !== 'version')
        .map((field) => [field, null]),
    ),
  });
  tx.emit({ type: 'channels.template_changed', payload: { templateId: id } });
  return template(tx, id);
}

/** A version may be sent from now on. Refuses channels.already_decided 409, and what the wording is refused for: the code of the gate. */
export async function approveVersion(
  tx: Tx,
  id: Id,
  no: number,
  { reviewNumber, expiresOn, signOff }: TemplateApproval,
): Promise<Outcome<z.input<typeof Template>>> {
  const row = await lockTemplate(tx, id);
  const version = row && (await lockVersion(tx, id, no));
  if (!row || !version) return notFound('template');
  if (version.state === 'approved') return refuse('channels.already_decided', {}, 409);
  const [fault] = await wordingFaults(tx, row, version);
  if (fault) return refuse(fault.code, fault.params, 422);
  const until = expiresOn === null ? null : calendarDay(expiresOn);
  await updateVersionDecided(tx, {
    templateId: id,
    no,
    state: 'approved',
    reviewNumber,
    expiresOn: until,
    signOff: signOff?.reference ?? null,
    signedOffUntil: signOff === null ? null : calendarDay(signOff.until),
  });
  return decided(tx, id, 'channels.template_approved');
}

/** A version is sent no more; what waits already goes. */
export async function withdrawVersion(tx: Tx, id: Id, no: number): Promise<Outcome<z.input<typeof Template>>> {
  const row = await lockTemplate(tx, id);
  const version = row && (await lockVersion(tx, id, no));
  if (!version) return notFound('template');
  await updateVersionDecided(tx, { ...version, state: 'withdrawn' });
  return decided(tx, id, 'channels.template_withdrawn');
}

async function decided(tx: Tx, id: Id, action: string): Promise<Outcome<z.input<typeof Template>>> {
  tx.audit({ action, entity: 'template', entityId: id });
  tx.emit({ type: 'channels.template_changed', payload: { templateId: id } });
  return template(tx, id);
}

async function withdrawOthers(tx: Tx, id: Id, but: number): Promise<void> {
  for (const version of await listVersions(tx, id, MOST_VERSIONS)) {
    if (version.no !== but && version.state === 'approved')
      await updateVersionDecided(tx, { ...version, state: 'withdrawn' });
  }
}

function contentErrors({ bodies, variables }: Pick<TemplateInput, 'bodies' | 'variables'>): FieldRefusal[] {
  const names = variables.map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const written = Object.entries(bodies);
  return [
    ...(written.length === 0 ? [{ field: 'bodies', code: 'channels.body_missing', params: {} }] : []),
    ...twice.map((name) => ({ field: 'variables', code: 'channels.variable_twice', params: { name } })),
    ...written.flatMap(([language, body]) => (body ? checkBody(`bodies.${language}.text`, body, variables) : [])),
  ];
}

/** The day by the clock of the first site: by it approvals hold and templates say dates. */
export async function siteToday(tx: Tx, now: Instant = tx.now) {
  return dayOf((await defaultSite(tx)).timeZone, now);
}

async function viewOf(tx: Tx, row: TemplateRow): Promise<z.input<typeof Template>> {
  const [view] = await viewsOf(tx, [row]);
  if (!view) throw new Error('a template has no version');
  return view;
}

async function viewsOf(tx: Tx, rows: readonly TemplateRow[]): Promise<z.input<typeof Template>[]> {
  if (rows.length === 0) return [];
  const today = await siteToday(tx);
  const ids = rows.map(({ id }) => id);
  const all = Map.groupBy(await listCurrentVersions(tx, ids, today), ({ templateId }) => templateId);
  return rows.flatMap(({ id, name, purpose, channels, health, active, latest, version }) => {
    const own = all.get(id) ?? [];
    const newest = own.find(({ no }) => no === latest);
    const approved = versionToSend(own, today);
    if (!newest) return [];
    return [
      {
        id,
        name,
        purpose,
        channels: [...channels],
        health,
        active,
        version,
        latest: viewVersion(newest),
        approved: approved ? viewVersion(approved) : null,
      },
    ];
  });
}

function viewVersion(row: TemplateVersionRow): z.input<typeof TemplateVersion> {
  const { templateId: _template, writtenAt, decidedAt, ...rest } = row;
  return {
    ...rest,
    writtenAt: formatInstant(writtenAt),
    decidedAt: decidedAt === null ? null : formatInstant(decidedAt),
  };
}
