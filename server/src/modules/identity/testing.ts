import type { Id } from '../../kernel/ids.ts';
import { must, ok, type Outcome } from '../../kernel/outcome.ts';
import { Database, systemActor, type Tx } from '../../platform/db/index.ts';
import type { Authenticator } from '../../platform/http/route.ts';
import { testDatabase } from '../../testing/database.ts';
import { authenticator } from './service/authenticator.ts';
import { createOrganisation, type CreatedOrganisation, type NewOrganisation } from './service/organisations.ts';
import { signIn, type IdentityDeps, type Secrets, type Visitor } from './service/sign-in.ts';

/** Arranges for the tests of this module. */

export const PASSWORD = 'correct horse battery';

// Marks what is sealed, so that a test sees a secret that was stored or opened without it.
export const testSecrets: Secrets = {
  seal: (text, purpose) => `sealed:${purpose}:${Buffer.from(text).toString('hex')}`,
  open: (sealed, purpose) => {
    const start = `sealed:${purpose}:`;
    if (!sealed.startsWith(start)) throw new Error('not sealed for this purpose');
    return Buffer.from(sealed.slice(start.length), 'hex').toString();
  },
};

export const aVisitor: Visitor = { address: '192.0.2.7', userAgent: 'test', language: 'ko', sessionToken: null };

export type Stage = {
  readonly database: Database;
  readonly deps: IdentityDeps;
  readonly who: Authenticator;
  /** Sets the clock of all processes forward. */
  passTime(milliseconds: number): Promise<void>;
  anOrganisation(slug: string, input?: Partial<NewOrganisation>): Promise<CreatedOrganisation>;
  /** As the system of an organisation; a refusal is a bug of the test. */
  within<T>(orgId: Id, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T>;
  try<T>(orgId: Id, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  read<T>(orgId: Id, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Gives the token. */
  signIn(email: string, visitor?: Partial<Visitor>, organisationId?: Id): Promise<string>;
  superuserUrl: string;
  close(): Promise<void>;
};

export async function aStage(): Promise<Stage> {
  const test = await testDatabase();
  const database = new Database({ url: test.appUrl, poolSize: 20 });
  const owner = new Database({ url: test.ownerUrl, poolSize: 1 });
  const deps = { database, secrets: testSecrets, publicUrl: new URL('http://localhost:3000') };
  const attempt: Stage['try'] = (orgId, work) => database.inTx(systemActor(orgId, 'test'), work);
  return {
    database,
    deps,
    who: authenticator({ database }),
    superuserUrl: test.superuserUrl,
    async passTime(milliseconds) {
      await owner.pool.query('update platform.clock set offset_milliseconds = offset_milliseconds + $1', [
        milliseconds,
      ]);
    },
    async anOrganisation(slug, input = {}) {
      const admin = { name: '김관리', email: `admin@${slug}.example`, password: PASSWORD };
      return must(await createOrganisation(database, { name: slug, slug, language: 'ko', admin, ...input }));
    },
    within: async (orgId, work) => must(await attempt(orgId, work)),
    try: attempt,
    read: async (orgId, work) => must(await attempt(orgId, async (tx) => ok(await work(tx)))),
    async signIn(email, visitor = {}, organisationId) {
      const input = { email, password: PASSWORD, ...(organisationId ? { organisationId } : {}) };
      return must(await signIn(deps, input, { ...aVisitor, ...visitor })).token;
    },
    async close() {
      await database.close();
      await owner.close();
      await test.drop();
    },
  };
}

export function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

export function fieldsOf(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? [] : (outcome.refusal.errors ?? []).map(({ field, code }) => `${field} ${code}`);
}
