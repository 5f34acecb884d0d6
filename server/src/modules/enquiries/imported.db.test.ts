import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { newId } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { createPerson } from '../people/index.ts';
import { importEnquiries, sitePractice, type EnquiryImport } from './index.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

const RECEIVED = instant(Date.parse('2026-10-01T10:00:00+09:00'));

async function anImported(changes: Partial<EnquiryImport>, phone: string): Promise<string> {
  const { siteId, intakeTeamId } = app.org;
  const entered = await app.db.inTx(app.org.actor('admin'), async (tx) => {
    const person = must(await createPerson(tx, { name: '옛고객', phone }));
    const input: EnquiryImport = {
      personId: person.id,
      siteId,
      receivedAt: RECEIVED,
      status: 'NEW',
      label: '신규',
      sourceChannel: 'phone',
      campaign: null,
      interests: ['implant'],
      ownerId: null,
      text: null,
      likelihood: 'H',
      holdReasons: [],
      recontactOn: null,
      invalidKind: null,
      bookingOn: null,
      bookingMinute: null,
      visitOn: null,
      visitMinute: null,
      origin: {},
      earlier: [],
      ...changes,
    };
    const places = new Map([[siteId, { site: await sitePractice(tx, siteId), teamId: intakeTeamId }]]);
    return ok(await importEnquiries(tx, [input], places, newId()));
  });
  const [made] = must(entered);
  assert.equal(made?.kind, 'created');
  return made.id;
}

const read = async (id: string) => (await app.request('manager', 'GET', `/enquiries/${id}`)).body;
const median = async () =>
  (await app.request('manager', 'GET', '/today/summary?owner=all')).body.firstResponseMedianMinutes as number | null;

test('A11 an imported enquiry says so, waits behind who asks today, and a call to it is no first response of 47 days', async () => {
  const { consultant } = app.users;
  const waiting = await anImported({ status: 'WAITING', ownerId: consultant }, '010-5300-0001');
  const fresh = await anImported({}, '010-5300-0002');
  const live = await app.request('consultant', 'POST', '/enquiries', {
    person: { name: '오늘고객', phone: '010-5300-0003' },
    sourceChannel: 'phone',
    ownerId: consultant,
  });
  const list = await app.request('consultant', 'GET', '/today?owner=all&tab=new');
  assert.equal(list.body.items[0].enquiry.id, live.body.id);
  const rest = list.body.items.filter((item: { enquiry: { id: string } }) => item.enquiry.id !== live.body.id);
  assert.deepEqual(rest.map((item: { enquiry: { id: string } }) => item.enquiry.id).sort(), [waiting, fresh].sort());
  for (const item of rest) {
    assert.match(item.why.text, /^가져온 문의/);
    assert.ok(item.late, 'neglected until its first act here');
  }
  const called = await app.act('consultant', waiting, 'calls', { outcome: 'NO_ANSWER' });
  assert.equal(called.status, 200, called.text);
  assert.equal(await median(), null);
  await app.act('consultant', live.body.id, 'calls', { outcome: 'NO_ANSWER' });
  assert.ok(((await median()) ?? 99) < 2);
  assert.ok(!(await read(waiting)).nextAction.reason.text.startsWith('가져온'), 'from then on it is one of ours');
});

test('A11 given to somebody it is still an imported one: many handed out at once do not push away who asks today', async () => {
  const id = await anImported({}, '010-5300-0004');
  const given = await app.act('manager', id, 'assign', { ownerId: app.users.consultant });
  assert.equal(given.body.status, 'WAITING', given.text);
  assert.match(given.body.nextAction.reason.text, /^가져온 문의/);
});
