import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TodayTab } from '@anbu/contract';
import { instant, MINUTE } from '../../kernel/instant.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { insertRandomEnquiries } from './testing.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  await insertRandomEnquiries(app, 760, 20_261_119);
});
after(() => app.stop());

type Item = {
  enquiry: { id: string; version: number; ownerId: string | null; contactHold: boolean };
  dueAt: string;
  late: boolean;
};
type Page = { items: Item[]; nextCursor: string | null };

async function page(query: string, cursor: string | null = null): Promise<Page> {
  const answer = await app.request('consultant', 'GET', `/today?${query}${cursor ? `&cursor=${cursor}` : ''}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Page;
}

async function allOf(query: string, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = null; ;) {
    const next: Page = await page(`${query}&limit=${limit}`, cursor);
    items.push(...next.items);
    cursor = next.nextCursor;
    if (!cursor) return items;
  }
}

const idsOf = (items: readonly Item[]) => items.map(({ enquiry }) => enquiry.id);

test('A4 every tab shows as many as its number says, each once, whatever the length of a page (P6)', async () => {
  for (const owner of ['me', 'all']) {
    const summary = await app.request('consultant', 'GET', `/today/summary?owner=${owner}`);
    const counts = new Map<string, number>(
      summary.body.tabs.map(({ tab, count }: { tab: string; count: number }) => [tab, count]),
    );
    assert.equal(summary.body.left, counts.get('all'));
    assert.equal(summary.body.late, counts.get('late'));
    for (const tab of TodayTab.options) {
      const items = await allOf(`owner=${owner}&tab=${tab}`, 70);
      assert.equal(items.length, counts.get(tab), `${owner} ${tab}`);
      assert.equal(new Set(idsOf(items)).size, items.length, `${owner} ${tab}`);
      assert.ok(tab === 'late' ? items.every(({ late }) => late) : items.length > 0, `${owner} ${tab}`);
    }
  }
});

test('A4 the page after is of the moment of the first: what grew late meanwhile is not shown twice, and what was done is not missed for another', async () => {
  const before = idsOf(await allOf('owner=all', 50));
  const first = await page('owner=all&limit=20');
  assert.deepEqual(idsOf(first.items), before.slice(0, 20));
  // Ten minutes later the order is another one; somebody has worked on one of the page, and on one of the next.
  await app.advance(10 * MINUTE);
  const done = [before[3]!, before[25]!];
  for (const id of done) {
    const body = { to: 'DO_NOT_CONTACT', evidence: { kind: 'call', text: '거절' } };
    const ended = await app.act('manager', id, 'transitions', body);
    assert.equal(ended.status, 200, ended.text);
  }
  const rest: string[] = [];
  for (let cursor = first.nextCursor; cursor;) {
    const next: Page = await page('owner=all&limit=20', cursor);
    rest.push(...idsOf(next.items));
    cursor = next.nextCursor;
  }
  assert.deepEqual(
    rest,
    before.slice(20).filter((id) => !done.includes(id)),
  );
  assert.notDeepEqual(
    idsOf(await allOf('owner=all', 50)).slice(0, 20),
    before.slice(0, 20),
    'a new list has a new order',
  );
});

test('A4 a cursor that is none, or of another list, is refused on its field', async () => {
  const { nextCursor } = await page('owner=all&limit=5');
  const passes = await page('owner=all&tab=passes&limit=5');
  for (const [tab, cursor] of [
    ['all', '50'],
    ['all', 'AAAA'],
    ['all', passes.nextCursor],
    ['passes', nextCursor],
    ['passes', '10'],
  ]) {
    const answer = await app.request('consultant', 'GET', `/today?owner=all&tab=${tab}&cursor=${cursor}`);
    assert.equal(answer.status, 422, `${tab} ${cursor}`);
    assert.equal(answer.body.errors[0].field, 'cursor');
  }
});

test('A4 next finds the one that nobody holds behind a hundred that others hold, and nothing when all are held', async () => {
  const listed = await allOf('owner=me', 200);
  assert.ok(listed.length > 120, `${listed.length} are more than are tried at once`);
  // Whoever is on hold is called by nobody (A10).
  const left = listed.findLast(({ enquiry }) => !enquiry.contactHold)?.enquiry.id;
  const others = idsOf(listed).filter((id) => id !== left);
  await withClient(app.ownerUrl, (client) =>
    client.query(
      `update enquiries.enquiry set claimed_by = $1, claimed_until = platform.clock_now() + interval '1 hour' where id = any($2)`,
      [app.users.manager, others],
    ),
  );
  const next = (body: object) => app.request('consultant', 'POST', '/today/next', body);
  assert.equal((await next({ after: left })).body.item, null, 'the one that was just done is not given again');
  assert.equal((await next({})).body.item.enquiry.id, left);
});

test('A4 what was moved to tomorrow is out of today: of the list, its tab, the tiles and the next one; and it is there tomorrow', async () => {
  const person = { name: '나중에', phone: '010-5400-0001' };
  const made = await app.request('consultant', 'POST', '/enquiries', {
    person,
    sourceChannel: 'phone',
    ownerId: app.users.consultant,
  });
  assert.equal(made.status, 201, made.text);
  const { id } = made.body;
  const numbers = async () => {
    const { body } = await app.request('consultant', 'GET', '/today/summary?owner=me');
    const tab = (name: string) => body.tabs.find((one: { tab: string }) => one.tab === name).count as number;
    return [body.left, tab('all'), tab('new')];
  };
  const before = await numbers();
  const listed = async () => idsOf(await allOf('owner=me&tab=new', 100)).includes(id);
  assert.ok(await listed());
  const moved = await app.act('consultant', id, 'PATCH next-action', {
    dueAt: '2026-11-18T10:00:00+09:00',
    reasonText: '내일 달라고 하심',
  });
  assert.equal(moved.status, 200, moved.text);
  assert.equal(await listed(), false);
  assert.deepEqual(
    await numbers(),
    before.map((count) => count - 1),
  );
  await app.setClock(instant(Date.parse('2026-11-18T10:00:00+09:00')));
  assert.ok(await listed());
});

test('A4 the course of the day is what the list was at each full hour, whatever was done since (S1)', async () => {
  const left = async (owner: string) => (await app.request('consultant', 'GET', `/today/summary?owner=${owner}`)).body;
  const clock = (time: string) => app.setClock(instant(Date.parse(`2026-11-19T${time}+09:00`)));
  await clock('09:20:00');
  assert.deepEqual((await left('all')).course, [], 'nothing before the opening');
  const seen: Record<string, number[]> = { me: [], all: [] };
  const look = async (time: string) => {
    await clock(time);
    for (const owner of ['me', 'all']) seen[owner]?.push((await left(owner)).left);
  };
  await look('10:00:00');
  await clock('10:20:00');
  const hers = (await allOf('owner=me', 200)).filter(({ enquiry }) => enquiry.ownerId === app.users.consultant);
  const [one, two, three, four] = idsOf(hers);
  assert.ok(one && two && three && four);
  const invalid = { to: 'INVALID', invalidKind: 'fake' };
  for (const id of [one, two]) assert.equal((await app.act('manager', id, 'transitions', invalid)).status, 200);
  const tomorrow = { dueAt: '2026-11-20T10:00:00+09:00', reasonText: '내일' };
  assert.equal((await app.act('manager', three, 'PATCH next-action', tomorrow)).status, 200);
  await look('11:00:00');
  await clock('11:20:00');
  assert.equal((await app.act('manager', four, 'assign', { ownerId: app.users.agent })).status, 200);
  const person = { name: '열한시', phone: '010-5400-0002' };
  for (const phone of ['010-5400-0002', '010-5400-0003'])
    await app.request('manager', 'POST', '/enquiries', { person: { ...person, phone }, sourceChannel: 'phone' });
  await look('12:00:00');
  await clock('12:30:00');
  for (const owner of ['me', 'all']) {
    const { course } = await left(owner);
    assert.deepEqual(
      course.map((hour: { at: string; left: number }) => [hour.at.slice(11, 16), hour.left]),
      ['01:00', '02:00', '03:00'].map((hour, index) => [hour, seen[owner]?.[index]]),
      owner,
    );
  }
  assert.notEqual(seen['all']?.[0], seen['all']?.[1]);
  await clock('20:00:00');
  assert.equal((await left('me')).course.length, 9, 'until the last full hour of the opening, 18:00');
});
