import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROLE_PERMISSIONS, ROLES, type Language, type Role } from '@anbu/contract';
import type { FastifyInstance } from 'fastify';
import { compose, type App } from '../compose.ts';
import { newId, type Id } from '../kernel/ids.ts';
import { plus, type Instant } from '../kernel/instant.ts';
import { must, ok } from '../kernel/outcome.ts';
import { createUser, type NewOrganisation } from '../modules/identity/index.ts';
import { setUpOrganisation } from '../set-up.ts';
import { sql, systemActor, type Actor, type Database } from '../platform/db/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { buildServer } from '../platform/http/server.ts';
import type { Authenticator } from '../platform/http/route.ts';
import { makeLog } from '../platform/log.ts';
import { readinessOf } from '../platform/readiness.ts';
import { findBacklog, type Dispatcher } from '../platform/outbox/index.ts';
import { testDatabase } from './database.ts';

export type TestOrg = {
  readonly id: Id;
  readonly slug: string;
  readonly siteId: Id;
  readonly intakeTeamId: Id;
  /** Ids of the users, one per role. */
  readonly users: Readonly<Record<Role, Id>>;
  /** For work on the database as one of them. */
  actor(role: Role): Actor;
  readonly system: Actor;
};

export type TestAnswer = {
  readonly status: number;
  // Tests read answers freely; what they hold is checked by the schemas on the way out.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
};

/** A role of the first organisation, or of the other one as `other.manager`; null = nobody. */
export type As = Role | `other.${Role}` | null;

export type TestApp = {
  readonly app: App;
  readonly server: FastifyInstance;
  readonly db: Database;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly org: TestOrg;
  readonly other: TestOrg;
  readonly users: TestOrg['users'];
  /** Lines of the log. */
  readonly log: readonly string[];
  /** `path` below /api/v1, or from the root with `//`: `//readyz`. */
  request(as: As, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  /** As `request`, where a refusal is a failure of the test: gives the body. */
  ok(as: As, method: string, path: string, body?: unknown): Promise<TestAnswer['body']>;
  /** An act on an enquiry by somebody who sees it as it is now: with its version. `what`: `calls`, `PATCH next-action`. */
  act(as: As, id: Id, what: string, body?: object, headers?: Record<string, string>): Promise<TestAnswer>;
  /** Delivers all that waits, until nothing does. */
  runOutbox(): Promise<void>;
  /** From now on the clock of the database shows this and goes on from there. */
  setClock(at: Instant): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
};

const WEEKDAY: [string, string][] = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
];
const SATURDAY: [string, string][] = [['09:30', '13:00']];
const SITE: NonNullable<NewOrganisation['site']> = {
  name: '본원',
  timeZone: 'Asia/Seoul',
  holidayCountry: 'KR',
  hours: { mon: WEEKDAY, tue: WEEKDAY, wed: WEEKDAY, thu: WEEKDAY, fri: WEEKDAY, sat: SATURDAY, sun: [] },
};

export const TEST_KEY = Buffer.alloc(32, 7).toString('base64');

/** The whole program over a database of its own, with two organisations, each with one user per role. Requests need no sign-in. */
export async function testApp(
  options: {
    language?: Language;
    at?: Instant;
    testClock?: boolean;
    outgoingAllow?: readonly string[];
    mailListen?: { readonly host: string; readonly port: number };
    /** Tells what happens over `/stream`; who wants to hear it has the server listen. */
    stream?: boolean;
  } = {},
): Promise<TestApp> {
  const database = await testDatabase();
  const lines: string[] = [];
  const log = makeLog('info', { write: (line) => void lines.push(line) });
  const app = compose({
    databaseUrl: database.appUrl,
    poolSize: 8,
    applicationName: 'anbu test',
    secretKey: TEST_KEY,
    ...(options.outgoingAllow ? { outgoingAllow: options.outgoingAllow } : {}),
    ...(options.mailListen ? { mailListen: options.mailListen } : {}),
    ...(options.testClock ? { testClock: true, ownerUrl: database.ownerUrl } : {}),
    log,
  });
  const setOffset = async (sqlText: string, value: unknown) =>
    withClient(database.ownerUrl, async (client) => void (await client.query(sqlText, [value])));
  const setClock = (at: Instant) =>
    setOffset(
      `update platform.clock set offset_milliseconds = $1::bigint - floor(extract(epoch from clock_timestamp()) * 1000)`,
      at,
    );
  if (options.at !== undefined) await setClock(options.at);
  await makeAccounts(database.ownerUrl, ['anbu', 'other'], options.language ?? 'ko');
  const org = await seed(app.db, 'anbu', '안부치과', options.language ?? 'ko');
  const other = await seed(app.db, 'other', '다른치과', options.language ?? 'ko');
  const identities = new Map<string, Actor>();
  for (const role of ROLES) {
    identities.set(role, org.actor(role));
    identities.set(`other.${role}`, other.actor(role));
  }
  const server = await buildServer({
    ...app,
    authenticator: withTestKeys(app.authenticator, identities),
    stream: options.stream ? await app.openStream() : null,
    readiness: readinessOf(app.db, () => false),
    publicUrl: new URL('http://localhost:3000'),
    trustProxy: false,
    tls: null,
    limits: { user: 0, key: 0, signIn: 0 },
    uploadDir: path.join(tmpdir(), 'anbu-test-uploads'),
    webDir: path.join(tmpdir(), 'anbu-no-web'),
    deadlineMilliseconds: 20_000,
  });
  await server.ready();
  let dispatcher: Dispatcher | null = null;
  const request: TestApp['request'] = async (as, method, target, body, headers = {}) => {
    const answer = await server.inject({
      method: method as 'GET',
      url: target.startsWith('//') ? target.slice(1) : `/api/v1${target}`,
      headers: { ...(as === null ? {} : { authorization: `Bearer test:${as}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = /\bjson\b/.test(String(answer.headers['content-type'] ?? ''));
    return {
      status: answer.statusCode,
      body: isJson && answer.body !== '' ? (JSON.parse(answer.body) as unknown) : null,
      text: answer.body,
      headers: answer.headers,
    };
  };
  return {
    app,
    server,
    db: app.db,
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    org,
    other,
    users: org.users,
    log: lines,
    request,
    async ok(as, method, target, body) {
      const answer = await request(as, method, target, body);
      if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.status} ${answer.text}`);
      return answer.body;
    },
    async act(as, id, what, body = {}, headers) {
      const words = what.split(' ');
      const path = words.pop() ?? '';
      const version = await versionOf(app.db, as?.startsWith('other.') ? other.system : org.system, id);
      return request(as, words[0] ?? 'POST', `/enquiries/${id}/${path}`, { ...body, version }, headers);
    },
    async runOutbox() {
      dispatcher ??= (await app.startWorkers()).dispatcher;
      // What fails on a busy machine is tried again a moment later: it is waited for, what goes on failing is not.
      const end = performance.now() + 60_000;
      for (;;) {
        while ((await dispatcher.runOnce()) > 0);
        if ((await findBacklog(app.db)).pending === 0 || performance.now() > end) return;
        await setTimeout(100);
      }
    },
    setClock,
    advance: (milliseconds) =>
      setOffset(`update platform.clock set offset_milliseconds = offset_milliseconds + $1::bigint`, milliseconds),
    async stop() {
      await server.close();
      await app.stop();
      await database.drop();
    },
  };
}

async function versionOf(db: Database, actor: Actor, id: Id): Promise<number> {
  const row = sql<{
    version: number;
  }>`select version from enquiries.public_enquiry where org_id = ${actor.orgId} and id = ${id}`;
  return must(await db.inTx(actor, async (tx) => ok(await tx.one(row)), 'read')).version;
}

/** `Bearer test:<role>` acts as that user, everything else as ever: keys and sessions are tried by the tests of identity. */
function withTestKeys(real: Authenticator, identities: ReadonlyMap<string, Actor>): Authenticator {
  return {
    bySession: (token, request) => real.bySession(token, request),
    bySessionIn: (token, slug, request) => real.bySessionIn(token, slug, request),
    byApiKeyIn: (key, slug, request) => real.byApiKeyIn(key, slug, request),
    byApiKey: async (key, request) => {
      if (!key.startsWith('test:')) return real.byApiKey(key, request);
      const actor = identities.get(key.slice('test:'.length));
      return actor ? { ...actor, language: request.language, address: request.address } : null;
    },
  };
}

/** Of `correct horse battery`: to make it for each of sixteen accounts takes a third of a second. */
const PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$xnE5XyjUqcPxOGvxgJCJYA$Zrr9RZKTA9Gc8Yj+X/ucjM2cI8Gs35jG1hl6qE9Aq0M';

const emailOf = (role: Role, slug: string): string => `${role}@${slug}.example`;

/** Who becomes a member below has an account already, and keeps its password. */
async function makeAccounts(ownerUrl: string, slugs: readonly string[], language: Language): Promise<void> {
  const accounts = slugs.flatMap((slug) =>
    ROLES.map((role) => ({
      id: newId(),
      email: emailOf(role, slug),
      hash: PASSWORD_HASH,
      language: role === 'admin' ? language : null,
    })),
  );
  const text = `
    select identity.account_ensure(id, email, hash, language)
    from json_to_recordset($1) as account (id uuid, email text, hash text, language text)`;
  await withClient(ownerUrl, (client) => client.query(text, [JSON.stringify(accounts)]));
}

async function seed(db: Database, slug: string, name: string, language: Language): Promise<TestOrg> {
  const users = {} as Record<Role, Id>;
  const admin = { name: `admin ${slug}`, email: emailOf('admin', slug) };
  const made = must(
    await setUpOrganisation(db, { name, slug, language, admin, site: SITE }, async (tx) => {
      for (const role of ROLES.filter((one) => one !== 'admin')) {
        users[role] = must(await createUser(tx, { name: `${role} ${slug}`, email: emailOf(role, slug), role })).id;
      }
      return ok(null);
    }),
  );
  users.admin = made.adminId;
  const id = made.organisationId;
  return {
    id,
    slug,
    siteId: made.siteId,
    intakeTeamId: made.intakeTeamId,
    users,
    system: systemActor(id, 'test', language),
    actor: (role) => ({
      kind: 'user',
      orgId: id,
      userId: users[role],
      apiKeyId: null,
      sessionId: null,
      name: `${role} ${slug}`,
      permissions: new Set(ROLE_PERMISSIONS[role]),
      language,
      requestId: null,
      address: null,
    }),
  };
}

/** A moment some time from another, for tests that count in hours and days. */
export const later = plus;
