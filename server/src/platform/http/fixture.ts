import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PERMISSIONS, type Permission } from '@anbu/contract';
import { z } from 'zod';
import { newId, type Id } from '../../kernel/ids.ts';
import { notFound, ok, refuse } from '../../kernel/outcome.ts';
import { testDatabase } from '../../testing/database.ts';
import { Database, sql, type Actor } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { makeLog } from '../log.ts';
import { makeMetrics } from '../metrics.ts';
import type { HttpDeps } from './deps.ts';
import { Attachment, publicRoute, route, type Route } from './route.ts';
import { buildServer } from './server.ts';

/** The HTTP platform over a real database with routes of its own: notes. For the tests of this folder. */
export type Fixture = Awaited<ReturnType<typeof httpFixture>>;

const Note = z.object({ id: z.uuid(), text: z.string(), version: z.int() }).meta({ id: 'TestNote' });
const NoteInput = z.strictObject({
  text: z.string().min(1).max(20),
  version: z.int().optional(),
  kind: z.enum(['a', 'b']).optional(),
  who: z
    .union([z.strictObject({ id: z.uuid() }), z.strictObject({ name: z.string().max(5), phone: z.string() })])
    .optional(),
});
type NoteRow = { id: Id; text: string; version: number; hidden: string };

const TABLE = `
  create table platform.note (org_id uuid not null, id uuid not null, text text not null, version integer not null, primary key (org_id, id));
  select set_config('anbu.app_role', 'anbu_app', false);
  select platform.protect('platform.note');`;

export async function httpFixture(changes: Partial<HttpDeps> = {}, more: readonly Route[] = []) {
  const database = await testDatabase();
  await withClient(database.ownerUrl, async (client) => void (await client.query(TABLE)));
  const db = new Database({ url: database.appUrl, poolSize: 5 });
  const lines: string[] = [];
  const orgs = [newId(), newId()] as const;
  const actors = new Map<string, Actor>();
  const actor = (name: string, orgId: Id, permissions: readonly Permission[] = PERMISSIONS): Actor => {
    const known: Actor = {
      kind: 'user',
      orgId,
      userId: newId(),
      apiKeyId: null,
      name,
      permissions: new Set(permissions),
      language: 'en',
      requestId: null,
      address: null,
    };
    actors.set(name, known);
    return known;
  };
  actor('admin', orgs[0]);
  actor('reader', orgs[0], ['people.read']);
  actor('stranger', orgs[1]);
  const deps: HttpDeps = {
    db,
    log: makeLog('info', { write: (line) => void lines.push(line) }),
    routes: [...NOTES, ...more],
    publicRoutes: PUBLIC,
    rawRoutes: [],
    authenticator: {
      bySession: async (token) => actors.get(token) ?? null,
      bySessionIn: async () => 'elsewhere',
      byApiKeyIn: async () => 'elsewhere',
      byApiKey: async (key) => {
        const known = actors.get(key);
        return known ? { ...known, kind: 'api_key', apiKeyId: known.userId, userId: null } : null;
      },
    },
    stream: null,
    metrics: makeMetrics(db),
    readiness: async () => null,
    publicUrl: new URL('http://localhost:3999'),
    trustProxy: false,
    tls: null,
    limits: { user: 0, key: 0, signIn: 0 },
    uploadDir: path.join(tmpdir(), 'anbu-test-uploads'),
    webDir: path.join(tmpdir(), 'anbu-no-web'),
    deadlineMilliseconds: 10_000,
    ...changes,
  };
  const app = await buildServer(deps);
  await app.ready();
  return {
    app,
    db,
    database,
    lines,
    orgs,
    actors,
    deps,
    async notes(): Promise<number> {
      return withClient(database.ownerUrl, async (client) => {
        const { rows } = await client.query<{ n: number }>('select count(*)::int as n from platform.note');
        return rows[0]!.n;
      });
    },
    async stop(): Promise<void> {
      await app.close();
      await db.close();
      await database.drop();
    },
  };
}

const find = (id: Id) => sql<NoteRow>`select id, text, version, 'hidden' as hidden from platform.note where id = ${id}`;
const IdParams = z.strictObject({ id: z.uuid() });

const NOTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/notes',
    operationId: 'createNote',
    summary: 'Write a note',
    tag: 'notes',
    permission: 'people.write',
    body: NoteInput,
    reply: Note,
    status: 201,
    location: '/notes/:id',
    handler: async (tx, { body }) => {
      const id = newId();
      await tx.run(
        sql`insert into platform.note (org_id, id, text, version) values (${tx.orgId}, ${id}, ${body.text}, 1)`,
      );
      if (body.text === 'refuse') return refuse('test.refused', { why: 'asked' }, 409);
      if (body.text === 'field') return refuse('test.field_refused', { field: 'kind' });
      if (body.text === 'throw') throw new Error(`bug about ${body.text}`);
      if (body.text === 'twice') {
        await tx.run(sql`insert into platform.note (org_id, id, text, version) values (${tx.orgId}, ${id}, 'x', 1)`);
      }
      if (body.text === 'misfit') return ok({ id, text: 5 as unknown as string, version: 1 });
      return ok(await tx.one(find(id)));
    },
  }),
  route({
    method: 'GET',
    path: '/notes/:id',
    operationId: 'readNote',
    summary: 'One note',
    tag: 'notes',
    permission: 'people.read',
    params: IdParams,
    query: z.strictObject({ depth: z.coerce.number().int().max(3).optional() }),
    reply: Note,
    handler: async (tx, { params }) => {
      const note = await tx.maybe(find(params.id));
      return note ? ok(note) : notFound('note');
    },
  }),
  route({
    method: 'PATCH',
    path: '/notes/:id',
    operationId: 'changeNote',
    summary: 'Change a note',
    tag: 'notes',
    permission: 'people.write',
    params: IdParams,
    body: NoteInput,
    reply: Note,
    handler: async (tx, { params, body }) => {
      const changed = await tx.run(sql`
        update platform.note set text = ${body.text}, version = version + 1
        where id = ${params.id} and version = coalesce(${body.version ?? null}, version)`);
      return changed === 0 ? refuse('notes.changed', {}, 409) : ok(await tx.one(find(params.id)));
    },
  }),
  route({
    method: 'DELETE',
    path: '/notes/:id',
    operationId: 'removeNote',
    summary: 'Remove a note',
    tag: 'notes',
    permission: 'people.write',
    params: IdParams,
    reply: z.null(),
    handler: async (tx, { params }) => {
      await tx.run(sql`delete from platform.note where id = ${params.id}`);
      return ok(null);
    },
  }),
  route({
    method: 'POST',
    path: '/files',
    operationId: 'takeFile',
    summary: 'Count the lines of a file',
    tag: 'files',
    permission: 'imports.run',
    upload: { maximumBytes: 2 * 1024 * 1024 },
    body: z.strictObject({ kind: z.enum(['people']) }),
    reply: z.object({ kind: z.string(), fileName: z.string(), sizeBytes: z.int(), read: z.int() }),
    status: 202,
    handler: async (_tx, { body, upload }) => {
      const { fileName, sizeBytes, path: file } = upload!;
      return ok({ kind: body.kind, fileName, sizeBytes, read: (await readFile(file)).length });
    },
  }),
  route({
    method: 'GET',
    path: '/files/rejected.csv',
    operationId: 'readFile',
    summary: 'A file',
    tag: 'files',
    permission: 'imports.run',
    produces: 'text/csv',
    reply: Attachment,
    handler: async () => ok({ fileName: '거절 "1".csv', content: 'a,b\r\n' }),
  }),
];

const PUBLIC = [
  publicRoute({
    method: 'POST',
    path: '/sign-in',
    operationId: 'signIn',
    summary: 'Sign in',
    tag: 'session',
    body: z.strictObject({ email: z.string() }),
    reply: z.object({ name: z.string() }),
    handler: async ({ body }) =>
      body.email === 'wrong'
        ? refuse('identity.wrong_credentials', {}, 401)
        : ok({ reply: { name: body.email }, session: { token: body.email, expiresAt: 1_800_000_000_000 as never } }),
  }),
];
