import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compose, subscribers, type App } from '../compose.ts';
import { instant } from '../kernel/instant.ts';
import { listDemoSignIns } from '../modules/identity/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { makeLog } from '../platform/log.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { AGENT_EMAIL } from './agency.ts';
import { makeDemos } from './index.ts';

/** A Friday, 14:40 in Seoul. */
const NOW = instant(Date.parse('2026-11-20T05:40:00Z'));

let database: TestDatabase;
let app: App;
before(async () => {
  database = await testDatabase();
  const log = makeLog('warn', { write: () => undefined });
  const secretKey = Buffer.alloc(32, 7).toString('base64');
  app = compose({ databaseUrl: database.appUrl, poolSize: 3, applicationName: 'anbu test', secretKey, log });
  const { ownerUrl } = database;
  await makeDemos({ db: app.db, ownerUrl, log, onProgress: () => undefined, now: NOW, enquiries: 60, subscribers });
});
after(async () => {
  await app.stop();
  await database.drop();
});

test('A15 the demo’s agency works the desks of two clinics: a contract in each, open work of each hers, one sign-in', async () => {
  const agents = (await listDemoSignIns(app.db)).filter(({ email }) => email === AGENT_EMAIL);
  assert.equal(agents.length, 1);
  await withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ slug: string; under: number; hers: number }>(
      `select o.slug, count(distinct c.id)::int as under, count(distinct e.id)::int as hers
       from identity.account a
       join identity.member m on m.account_id = a.id and m.active
       join identity.organisation o on o.org_id = m.org_id and o.demo
       left join identity.agency_contract c on c.org_id = m.org_id and c.id = m.contract_id
       left join enquiries.enquiry e on e.org_id = m.org_id and e.owner_id = m.id and e.open
       where a.email = $1 group by o.slug order by 1`,
      [AGENT_EMAIL],
    );
    assert.deepEqual(rows, [
      { slug: 'demo', under: 1, hers: 6 },
      { slug: 'demo-beside', under: 1, hers: 6 },
    ]);
  });
});

test('the clinic beside it is small and stands on no sign-in page', async () => {
  const signIns = await listDemoSignIns(app.db);
  assert.ok(signIns.every(({ email }) => email.endsWith('@demo.example') || email === AGENT_EMAIL));
  await withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from enquiries.enquiry e join identity.organisation o on o.org_id = e.org_id where o.slug = 'demo-beside'`,
    );
    assert.ok(rows[0]!.count > 50 && rows[0]!.count < 200, `${rows[0]!.count} enquiries`);
  });
});
