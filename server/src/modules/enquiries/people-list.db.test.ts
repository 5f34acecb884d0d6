import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { findPeople } from './index.ts';
import { listPeople } from '../people/index.ts';

let app: TestApp;
const NOW = instant(Date.parse('2026-11-24T10:00:00+09:00'));
const ids = new Map<string, string>();

/** 가: a woman born in May who came by phone. 나: a man born in May, referred. 다: came in without a booking. 라: in English. A fifth has no name. */
before(async () => {
  app = await testApp({ at: NOW });
  const person = async (key: string, body: object) => {
    const { body: made } = await app.request('manager', 'POST', '/people', body);
    ids.set(key, made.id);
    return made.id as string;
  };
  const enquiry = async (personId: string, more: object) => {
    const body = { person: { id: personId }, interests: [], sourceChannel: 'phone', ...more };
    const answer = await app.request('manager', 'POST', '/enquiries', body);
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id as string;
  };
  const a = await person('가', { name: '가나다', phone: '010-1000-0001', sex: 'F', birthDate: '1990-05-17' });
  await enquiry(a, { ownerId: app.users.consultant, interests: ['implant'] });
  await app.request('manager', 'PUT', `/people/${a}/stickers`, { codes: ['referrer'] });
  const b = await person('나', { name: '나라', phone: '010-1000-0002', sex: 'M', birthDate: '1960-05-01' });
  const called = await enquiry(b, { sourceChannel: 'referral' });
  await app.act('consultant', called, 'calls', { direction: 'outbound', outcome: 'NO_ANSWER' });
  const walkIn = await app.request('desk', 'POST', '/enquiries/walk-in', { name: '다솜', phone: '010-1000-0003' });
  assert.equal(walkIn.status, 201, walkIn.text);
  ids.set('다', walkIn.body.personId);
  await person('라', { name: 'Ann Lee', phone: '010-1000-0004', language: 'en-GB' });
  await person('무명', { phone: '010-1000-0005' });
});
after(() => app.stop());

type Who = Parameters<TestApp['request']>[0];
async function found(query: string, who: Who = 'manager'): Promise<string[]> {
  const answer = await app.request(who, 'GET', `/people?${query}`);
  assert.equal(answer.status, 200, answer.text);
  const keyOf = new Map([...ids].map(([key, id]) => [id, key]));
  return answer.body.items.map(({ id }: { id: string }) => keyOf.get(id) ?? id);
}

const CASES: readonly (readonly [query: string, keys: readonly string[], why: string])[] = [
  ['', ['무명', '라', '다', '나', '가'], 'without a question who was registered last comes first'],
  ['sort=registered', ['가', '나', '다', '라', '무명'], 'and the other way round'],
  ['sort=name', ['라', '가', '나', '다', '무명'], 'by name; who has none comes last'],
  ['sort=contact', ['라', '무명', '가', '나', '다'], 'with whom nobody was in contact first, then the longest ago'],
  ['sort=-contact&contacted=true', ['다', '나', '가'], 'who asked was in contact'],
  ['contacted=false&sort=registered', ['라', '무명'], 'with whom nobody was in contact'],
  ['contactFrom=2026-11-24', ['다', '나', '가'], 'a day of the site'],
  ['contactTo=2026-11-23', [], 'who was never contacted had no last contact before any day'],
  ['sticker=referrer', ['가'], 'a sticker'],
  ['sex=male,female', ['나', '가'], 'values of one filter suit each by itself'],
  ['birthMonth=5', ['나', '가'], 'the month of a birthday, whatever the year'],
  ['birthMonth=5&ageTo=40', ['가'], 'all filters must hold'],
  ['ageFrom=66', ['나'], 'in whole years today'],
  ['language=en', ['라'], 'any English'],
  ['hasOpen=true', ['나', '가'], 'who has something open'],
  ['hasOpen=false', ['무명', '라', '다'], 'who has nothing open'],
  ['sourceChannel=referral', ['나'], 'the channel of any enquiry'],
  ['interest=implant', ['가'], 'the interest of any enquiry'],
  ['everVisited=true', ['다'], 'who came without a booking has visited'],
  ['lastVisitFrom=2026-11-24&lastVisitTo=2026-11-24', ['다'], 'the day of the last visit'],
  ['lastVisitTo=2026-11-23', [], 'nobody visited last before'],
  ['everVisited=false&sort=registered', ['가', '나', '라', '무명'], 'never'],
  ['registeredTo=2026-11-23', [], 'nobody was registered before'],
  ['q=010-1000-0002&sex=female', [], 'a search is cut by filters'],
  ['q=0002&sort=name', ['나'], 'and ordered'],
];

for (const [query, keys, why] of CASES) {
  test(`A12 people ${query || 'all'}: ${why}`, async () => assert.deepEqual(await found(query), keys));
}

test('A12 the owner of an open enquiry, oneself included', async () => {
  assert.deepEqual(await found(`owner=${app.users.consultant}`), ['가']);
  assert.deepEqual(await found('owner=me', 'consultant'), ['가']);
});

test('A12 a row says what her enquiries say; who may not read those gets none of it and may not ask by it', async () => {
  const row = async (who: Who) => (await app.request(who, 'GET', '/people?sort=registered')).body.items[0];
  const seen = await row('manager');
  assert.deepEqual(
    [seen.sourceChannels, seen.ownerIds, seen.siteIds, seen.openEnquiries],
    [['phone'], [app.users.consultant], [app.org.siteId], 1],
  );
  const hidden = await row('adjuster');
  assert.deepEqual([hidden.name, hidden.sourceChannels, hidden.ownerIds, hidden.siteIds], ['가나다', [], [], []]);
  for (const query of ['sourceChannel=phone', 'owner=me', 'lastVisitFrom=2026-01-01', 'everVisited=true']) {
    const refused = await app.request('adjuster', 'GET', `/people?${query}`);
    assert.deepEqual([refused.status, refused.body.params], [403, { permission: 'enquiries.read' }], query);
  }
  assert.equal((await app.request('analyst', 'GET', '/people')).status, 403);
});

test('A12 what is no value is refused by its field, and a cursor of another order', async () => {
  for (const [query, field] of [
    ['birthMonth=13', 'birthMonth'],
    ['sourceChannel=dream', 'sourceChannel'],
    ['interest=dream', 'interest'],
    ['owner=somebody', 'owner'],
    ['site=somewhere', 'site'],
    ['contactFrom=2026-02-30', 'contactFrom'],
    ['sort=luck', 'sort'],
  ] as const) {
    const { status, body } = await app.request('manager', 'GET', `/people?${query}`);
    assert.deepEqual([status, body.errors?.[0]?.field], [422, field], query);
  }
  const { body } = await app.request('manager', 'GET', '/people?limit=1&sort=name');
  const cursor = encodeURIComponent(body.nextCursor);
  assert.equal((await app.request('manager', 'GET', `/people?limit=1&sort=contact&cursor=${cursor}`)).status, 400);
  assert.equal((await app.request('manager', 'GET', '/people?sort=name&cursor=eyJhIjoxfQ')).status, 400);
});

for (const sort of ['-registered', 'registered', 'name', '-contact', 'contact']) {
  test(`A12 pages of the order ${sort} hold everybody once, with and without a filter`, async () => {
    for (const filter of ['', '&sex=unknown', '&everVisited=false']) {
      const whole = await found(`sort=${sort}${filter}`);
      const pieces: string[] = [];
      let cursor: string | null = '';
      for (let page = 0; cursor !== null && page < 10; page += 1) {
        const path = `/people?limit=1&sort=${sort}${filter}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
        const { body } = await app.request('manager', 'GET', path);
        pieces.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
      }
      const keyOf = new Map([...ids].map(([key, id]) => [id, key]));
      assert.deepEqual(
        pieces.map((id) => keyOf.get(id)),
        whole,
        filter,
      );
    }
  });
}

test('A12 what no index knows is sought piece by piece: a page may be short and have a next one', async () => {
  const page = (cursor?: string) =>
    app.db.inTx(app.org.actor('manager'), (tx) =>
      listPeople(tx, { filter: { sex: ['female'] }, others: [], sort: '-registered', limit: 2, cursor }, 2),
    );
  const first = must(await page());
  assert.deepEqual([first.items.length, first.nextCursor !== null], [0, true], 'two of five were looked at');
  const second = must(await page(first.nextCursor!));
  const third = must(await page(second.nextCursor!));
  assert.deepEqual([second.items.length, third.items.map(({ name }) => name)], [0, ['가나다']]);
  assert.equal(third.nextCursor, null);
});

test('A12 a filter by enquiries of another organisation finds nobody', async () => {
  assert.deepEqual(await found('everVisited=true', 'other.manager'), []);
  assert.deepEqual(await found('sex=female', 'other.manager'), []);
});

test('F3 a page of the list leaves one line with everybody whom it showed', async () => {
  const lines = await app.db.inTx(app.org.actor('manager'), async (tx) => {
    const query = { limit: 50, sort: 'registered', hasOpen: true } as const;
    must(await findPeople(tx, query));
    return ok(tx.auditRecords.filter(({ action }) => action === 'people.read'));
  });
  assert.deepEqual(
    must(lines).map(({ personIds }) => personIds?.length),
    [2],
  );
});
