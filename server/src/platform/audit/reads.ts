import {
  AuditedPeopleQuery,
  AuditedPersonPage,
  AuditPage,
  AuditQuery,
  AuditSummary,
  AuditSummaryQuery,
  type AuditedPerson,
  type AuditEntry,
} from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { DAY, formatInstant, parseInstant, plus, type Instant } from '../../kernel/instant.ts';
import { ok } from '../../kernel/outcome.ts';
import { may, type Actor, type Tx } from '../db/index.ts';
import { route, type Route } from '../http/route.ts';
import { hasText, textOf } from '../i18n.ts';
import { decodeAtAndId, encodeAtAndId } from '../keyset.ts';
import { listAudit, tallyAudit, type AuditRow } from './store.ts';

/** Who somebody is: the platform knows no person, so it is told by whom it may ask. */
export type PeopleOf = (tx: Tx, ids: readonly Id[]) => Promise<ReadonlyMap<Id, AuditedPerson>>;

const READ = { tag: 'audit', permission: 'audit.read' } as const;
const SUMMED = 30 * DAY;
const MOST_SUMMED = 366 * DAY;

/** What the audit shows. Each reading leaves a line itself, with the people whose names it showed. */
export const auditReads = (peopleOf: PeopleOf): readonly Route[] => [
  route({
    ...READ,
    method: 'GET',
    path: '/audit',
    operationId: 'listAudit',
    summary: 'Who read or changed what, newest first',
    query: AuditQuery,
    reply: AuditPage,
    handler: async (tx, { query }) => {
      const cursor = decodeAtAndId(query.cursor);
      if (!cursor.ok) return cursor;
      const rows = await listAudit(tx, {
        userId: query.userId,
        personId: query.personId,
        entityId: query.entityId,
        action: query.action,
        from: instantOf(query.from),
        to: instantOf(query.to),
        before: cursor.value,
        limit: query.limit + 1,
      });
      const items = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? items.at(-1) : undefined;
      const people = await named(
        tx,
        peopleOf,
        items.flatMap(({ personIds }) => personIds.slice(0, 1)),
      );
      const asked = query.personId === undefined ? [] : [query.personId];
      tx.audit({ action: 'audit.read', personIds: [...new Set([...asked, ...people.keys()])] });
      return ok({
        items: items.map((row) => view(row, people, tx.actor)),
        nextCursor: last ? encodeAtAndId(last) : null,
      });
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/audit/people',
    operationId: 'listAuditedPeople',
    summary: 'The people that audit lines are about, in the order asked for; who may not see people gets none',
    query: AuditedPeopleQuery,
    reply: AuditedPersonPage,
    handler: async (tx, { query }) => {
      const ids = query.ids ?? [];
      const people = await named(tx, peopleOf, ids);
      if (people.size > 0) tx.audit({ action: 'audit.read', personIds: [...people.keys()] });
      return ok({ items: ids.flatMap((id) => personOf(people.get(id)) ?? []), nextCursor: null });
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/audit/summary',
    operationId: 'summariseAudit',
    summary: 'How often each user and API key did what in a period',
    query: AuditSummaryQuery,
    reply: AuditSummary,
    handler: async (tx, { query }) => {
      const to = instantOf(query.to) ?? tx.now;
      const from = Math.max(instantOf(query.from) ?? plus(to, -SUMMED), plus(to, -MOST_SUMMED)) as Instant;
      const items = await tallyAudit(tx, { userId: query.userId, action: query.action, from, to });
      tx.audit({ action: 'audit.read' });
      return ok({ from: formatInstant(from), to: formatInstant(to), items });
    },
  }),
];

const instantOf = (text: string | undefined) => (text === undefined ? null : parseInstant(text));

async function named(tx: Tx, peopleOf: PeopleOf, ids: readonly Id[]): Promise<ReadonlyMap<Id, AuditedPerson>> {
  return ids.length > 0 && may(tx.actor, 'people.read') ? peopleOf(tx, [...new Set(ids)]) : new Map();
}

/** What is known of her beyond this stays where it is. */
function personOf(person: AuditedPerson | undefined): AuditedPerson | null {
  return person ? { id: person.id, number: person.number, name: person.name } : null;
}

function view(row: AuditRow, people: ReadonlyMap<Id, AuditedPerson>, reader: Actor): AuditEntry {
  const { actorKind, actorName, at, ...rest } = row;
  const [first] = row.personIds;
  return {
    ...rest,
    at: formatInstant(at),
    userName: actorKind === 'system' ? null : actorName,
    text: textOfEntry(row, reader),
    person: first === undefined ? null : personOf(people.get(first)),
  };
}

/** One sentence. An action without its own sentence is named by its code. */
function textOfEntry({ action, personIds }: AuditRow, { language }: Actor): string {
  const key = `audit.action.${action}`;
  const params = { action, people: personIds.length };
  return textOf(language, hasText(key) ? key : 'audit.action.other', params);
}
