import {
  LIST_NEEDS,
  VIEW_QUERIES,
  type SavedView,
  type SavedViewInput,
  type SavedViewPatch,
  type ViewList,
  type ViewQuery,
} from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { findTeam, memberNames, placeOfWork } from '../../identity/index.ts';
import {
  countOwnViews,
  insertView,
  listViews,
  lockView,
  removeView,
  replaceDefaultView,
  replaceViewOrder,
  updateView,
  type Reader,
  type ViewRow,
} from '../store/view-store.ts';
import { valuesThatAreThere } from './view-values.ts';
import { issuesOf } from '../view-issues.ts';

type View = z.input<typeof SavedView>;
const MOST_SHOWN = 500;
/** More than a menu shows; a script that saves a view a minute meets it. */
const MOST_OWN = 100;

/** Views of a list that the caller may use, in her order. Refuses request.forbidden, identity.person_needed. */
export async function viewsOf(tx: Tx, list: ViewList): Promise<Outcome<View[]>> {
  const reader = await readerOf(tx, list);
  if (!reader.ok) return reader;
  const rows = await listViews(tx, list, reader.value, MOST_SHOWN);
  return ok(await shown(tx, rows));
}

/** Refuses by field what no query of the list is, views.name_taken, views.too_many, and a team that is none of hers. */
export async function saveView(tx: Tx, input: SavedViewInput): Promise<Outcome<View>> {
  const reader = await readerOf(tx, input.list);
  if (!reader.ok) return reader;
  const { userId } = reader.value;
  const query = checkQuery(input.list, input.query);
  if (!query.ok) return query;
  const share = await checkShare(tx, reader.value, input.sharedWith);
  if (!share.ok) return share;
  if ((await countOwnViews(tx, userId)) >= MOST_OWN) return refuse('views.too_many', { most: MOST_OWN });
  const view: ViewRow = {
    id: newId(),
    list: input.list,
    name: input.name,
    query: query.value,
    makerId: userId,
    ...share.value,
    updatedAt: tx.now,
    version: 1,
  };
  if (!(await insertView(tx, view))) return refuseAt('name', 'views.name_taken');
  tx.audit({
    action: 'desk.view_saved',
    entity: 'view',
    entityId: view.id,
    changes: { sharedWith: [null, input.sharedWith] },
  });
  return one(tx, view);
}

/** Refuses 404, request.forbidden for others' views, 409 views.changed on a stale version, and what `saveView` does. */
export async function changeView(tx: Tx, id: Id, patch: SavedViewPatch): Promise<Outcome<View>> {
  const found = await openView(tx, id);
  if (!found.ok) return found;
  const { view, reader } = found.value;
  if (patch.version !== undefined && patch.version !== view.version) return refuse('views.changed', {}, 409);
  const query = patch.query === undefined ? ok(view.query) : checkQuery(view.list, patch.query);
  if (!query.ok) return query;
  const share = patch.sharedWith === undefined ? ok({}) : await checkShare(tx, reader, patch.sharedWith);
  if (!share.ok) return share;
  const changed: ViewRow = { ...view, name: patch.name ?? view.name, query: query.value, ...share.value };
  if (!(await updateView(tx, changed))) return refuseAt('name', 'views.name_taken');
  tx.audit({
    action: 'desk.view_changed',
    entity: 'view',
    entityId: id,
    changes: Object.fromEntries(Object.keys(patch).flatMap((field) => (field === 'version' ? [] : [[field, null]]))),
  });
  return one(tx, { ...changed, updatedAt: tx.now, version: view.version + 1 });
}

export async function dropView(tx: Tx, id: Id): Promise<Outcome<null>> {
  const found = await openView(tx, id);
  if (!found.ok) return found;
  await removeView(tx, id);
  tx.audit({ action: 'desk.view_removed', entity: 'view', entityId: id });
  return ok(null);
}

/** The caller's list begins with this view. Refuses by field views.unknown for one that she does not see. */
export async function chooseDefaultView(tx: Tx, list: ViewList, viewId: Id | null): Promise<Outcome<null>> {
  const reader = await readerOf(tx, list);
  if (!reader.ok) return reader;
  if (viewId !== null) {
    const view = await lockView(tx, viewId, reader.value);
    if (!view || view.list !== list) return refuseAt('viewId', 'views.unknown');
  }
  await replaceDefaultView(tx, list, reader.value.userId, viewId);
  return ok(null);
}

/** The order of the caller's menu. Refuses by field views.unknown for what she does not see. */
export async function orderViews(tx: Tx, list: ViewList, ids: readonly Id[]): Promise<Outcome<null>> {
  const reader = await readerOf(tx, list);
  if (!reader.ok) return reader;
  const seen = new Set((await listViews(tx, list, reader.value, MOST_SHOWN)).map(({ id }) => id));
  const errors = ids.flatMap((id, index) =>
    seen.has(id) ? [] : [{ field: `ids.${index}`, code: 'views.unknown', params: {} }],
  );
  if (errors.length > 0) return refuseFields(errors);
  await replaceViewOrder(tx, list, reader.value.userId, ids);
  return ok(null);
}

async function readerOf(tx: Tx, list: ViewList): Promise<Outcome<Reader>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  const needs = LIST_NEEDS[list];
  if (!may(tx.actor, needs)) return refuse('request.forbidden', { permission: needs }, 403);
  return ok({ userId, teamIds: (await placeOfWork(tx, userId)).teamIds });
}

/** Locked, and the caller's to change: what she made, or what is shared for who leads. */
async function openView(tx: Tx, id: Id): Promise<Outcome<{ view: ViewRow; reader: Reader }>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  const reader = { userId, teamIds: (await placeOfWork(tx, userId)).teamIds };
  const view = await lockView(tx, id, reader);
  if (!view || !may(tx.actor, LIST_NEEDS[view.list])) return notFound('view');
  if (!mayChange(tx, view)) return refuse('request.forbidden', { permission: 'enquiries.supervise' }, 403);
  return ok({ view, reader });
}

function mayChange(tx: Tx, { makerId, shared }: ViewRow): boolean {
  return makerId === tx.actor.userId || (shared && may(tx.actor, 'enquiries.supervise'));
}

/** The parameters as they were given, once each of them is one of the list. */
function checkQuery(list: ViewList, query: ViewQuery): Outcome<ViewQuery> {
  const parsed = VIEW_QUERIES[list].safeParse(query);
  if (parsed.success) return ok(query);
  return refuseFields(
    parsed.error.issues.slice(0, 20).map(({ path, ...issue }) => ({
      field: ['query', ...path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.'),
      code: 'views.not_a_filter',
      params: {},
    })),
  );
}

async function checkShare(
  tx: Tx,
  { teamIds }: Reader,
  sharedWith: string,
): Promise<Outcome<{ shared: boolean; teamId: Id | null }>> {
  if (sharedWith === 'me' || sharedWith === 'organisation') {
    return ok({ shared: sharedWith === 'organisation', teamId: null });
  }
  const isHers = teamIds.includes(sharedWith) || may(tx.actor, 'enquiries.supervise');
  if (!isHers || !(await findTeam(tx, sharedWith))) return refuseAt('sharedWith', 'views.not_your_team');
  return ok({ shared: true, teamId: sharedWith });
}

async function one(tx: Tx, row: ViewRow): Promise<Outcome<View>> {
  const [view] = await shown(tx, [{ ...row, isDefault: false }]);
  if (!view) throw new Error('one row gives one view');
  return ok(view);
}

async function shown(tx: Tx, rows: readonly (ViewRow & { readonly isDefault: boolean })[]) {
  const names = await memberNames(
    tx,
    rows.map(({ makerId }) => makerId),
  );
  const there = await valuesThatAreThere(tx);
  return rows.map((row): View => ({
    id: row.id,
    list: row.list,
    name: row.name,
    query: row.query,
    sharedWith: row.shared ? (row.teamId ?? 'organisation') : 'me',
    makerId: row.makerId,
    makerName: names.get(row.makerId) ?? '',
    changeable: mayChange(tx, row),
    isDefault: row.isDefault,
    issues: issuesOf(row.list, row.query, there, (permission) => may(tx.actor, permission)),
    updatedAt: formatInstant(row.updatedAt),
    version: row.version,
  }));
}
