import { IdParams, Job, JobPage, PageQuery, type Params } from '@anbu/contract';
import { formatInstant } from '../../kernel/instant.ts';
import { notFound, ok } from '../../kernel/outcome.ts';
import type { Actor } from '../db/index.ts';
import { route, type Route } from '../http/route.ts';
import { hasText, textOf } from '../i18n.ts';
import { decodeAtAndId, encodeAtAndId } from '../keyset.ts';
import { findJob, listJobs, type JobRow } from './store.ts';

export const jobRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/jobs',
    operationId: 'listJobs',
    summary: 'Long work and how far it is, newest first',
    tag: 'jobs',
    permission: 'jobs.read',
    query: PageQuery,
    reply: JobPage,
    mode: 'read',
    handler: async (tx, { query }) => {
      const cursor = decodeAtAndId(query.cursor);
      if (!cursor.ok) return cursor;
      const rows = await listJobs(tx, query.limit + 1, cursor.value);
      const items = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? items.at(-1) : undefined;
      return ok({
        items: items.map((row) => view(row, tx.actor)),
        nextCursor: last ? encodeAtAndId({ at: last.createdAt, id: last.id }) : null,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/jobs/:id',
    operationId: 'readJob',
    summary: 'One long work and how far it is',
    tag: 'jobs',
    permission: 'jobs.read',
    params: IdParams,
    reply: Job,
    mode: 'read',
    handler: async (tx, { params }) => {
      const row = await findJob(tx, params.id);
      return row === null ? notFound('job') : ok(view(row, tx.actor));
    },
  }),
];

function view(row: JobRow, { language }: Actor): Job {
  const { id, kind, state, ref, createdAt, finishedAt } = row;
  const key = `job.title.${kind}`;
  return {
    id,
    kind,
    state,
    ref,
    progress: { done: row.done, total: row.total },
    title: textOf(language, hasText(key) ? key : 'job.title.other', { kind, ...row.titleParams } as Params),
    // While it waits to be tried again, the error is a code of the program, not a sentence.
    error: row.error === null || state !== 'failed' ? null : textOf(language, row.error, row.errorParams as Params),
    createdAt: formatInstant(createdAt),
    finishedAt: finishedAt === null ? null : formatInstant(finishedAt),
  };
}
