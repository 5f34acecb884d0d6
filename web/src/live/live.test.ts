import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { staleKeys } from './invalidation.ts';
import { Pacer } from './pace.ts';
import { isNewer, laterOf, pauseBefore } from './position.ts';
import { Recent } from './recent.ts';
import { sseParser, type ServerEvent } from './sse-parser.ts';
import { hearStream } from './stream.ts';

function parse(...pieces: string[]) {
  const events: ServerEvent[] = [];
  let comments = 0;
  const feed = sseParser(
    (event) => events.push(event),
    () => (comments += 1),
  );
  for (const piece of pieces) feed(piece);
  return { events, comments };
}

test('events are read whole however the network cuts them', () => {
  const { events, comments } = parse(': hear', 't\n\nid: 7\nda', 'ta: {"a":1}\n', '\nevent: reset\ndata: x\n\nid: 9\n');
  assert.equal(comments, 1);
  assert.deepEqual(events, [
    { id: '7', event: 'message', data: '{"a":1}' },
    { id: '7', event: 'reset', data: 'x' },
  ]);
});

test('lines of one event are joined, and every kind of line end is one', () => {
  assert.deepEqual(
    parse('data: a\r\ndata: b\r\n\r\ndata:c\n\n').events.map(({ data }) => data),
    ['a\nb', 'c'],
  );
});

test('a new leader that resumes tells nothing twice', () => {
  assert.equal(isNewer('10', '9'), true, 'as numbers, not as texts');
  assert.equal(isNewer('9', '9'), false);
  assert.equal(isNewer('9007199254740993', '9007199254740992'), true, 'beyond what a double can tell apart');
  assert.equal(isNewer(null, '9'), true, 'without a position nobody can know');
  assert.equal(laterOf('10', '9'), '10');
  assert.equal(laterOf(null, '9'), '9');
  assert.equal(laterOf('10', null), '10');
});

test('tries come ever more slowly, up to forty seconds', () => {
  assert.ok(pauseBefore(0, 0) < pauseBefore(0, 0.99));
  assert.equal(pauseBefore(3, 0.5), 8000);
  assert.ok(pauseBefore(30, 0.99) <= 40_000);
});

test('an event makes stale what shows it, and no more', () => {
  const stale = staleKeys({ type: 'enquiries.call_recorded', ids: { enquiryId: 'e1', personId: 'p1' } });
  assert.ok(stale.some((key) => key.join('/') === 'enquiries/detail/e1'));
  assert.ok(stale.some((key) => key.join('/') === 'today'));
  assert.deepEqual(staleKeys({ type: 'timeline.told', ids: { personId: 'p1' } }), [['timeline', 'p1']]);
  assert.deepEqual(staleKeys({ type: 'timeline.told', ids: {} }), [['timeline']], 'of many at once');
  assert.deepEqual(staleKeys({ type: 'weather.changed', ids: {} }), []);
  const memo = staleKeys({ type: 'people.memo_removed', ids: { personId: 'p1', memoId: 'm1' } });
  assert.ok(
    memo.some((key) => key.join('/') === 'people/detail/p1'),
    'a memo that was taken off leaves other screens',
  );
});

/** A tab with a clock of its own: `pass` lets time go by, `read` are the keys that were read, in order. */
function aTab(mock: TestContext['mock']) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const read: string[] = [];
  const tab = { visible: true };
  const pacer = new Pacer({
    read: (key) => read.push(key.join('/')),
    isVisible: () => tab.visible,
    now: () => Date.now(),
  });
  const taken = () => read.splice(0);
  return { tab, pacer, taken, pass: (milliseconds: number) => mock.timers.tick(milliseconds) };
}

test('F3 lists are read again at most once in two seconds however many events come, what stands open at once', ({
  mock,
}) => {
  const { pacer, taken, pass } = aTab(mock);
  const event = () => {
    for (const type of ['enquiries.call_recorded', 'timeline.told'])
      pacer.add(staleKeys({ type, ids: { enquiryId: 'e1', personId: 'p1' } }));
  };
  event();
  event();
  assert.deepEqual(taken(), [], 'events of one burst are gathered');
  pass(250);
  assert.deepEqual(taken().toSorted(), [
    'alerts',
    'desks',
    'enquiries/counts',
    'enquiries/detail/e1',
    'enquiries/list',
    'hand-overs/list',
    'timeline/p1',
    'today',
  ]);
  let lists = 0;
  for (let tenth = 0; tenth < 100; tenth++) {
    event();
    pass(100);
    const now = taken();
    lists += now.filter((key) => key === 'today').length;
  }
  assert.equal(lists, 5, 'ten seconds of events: five readings');
  event();
  pass(250);
  assert.ok(taken().includes('enquiries/detail/e1'), 'the enquiry that is looked at does not wait');
});

test('F3 a tab that nobody looks at reads alerts only, and the rest once when it is looked at again', ({ mock }) => {
  const { tab, pacer, taken, pass } = aTab(mock);
  tab.visible = false;
  for (let minute = 0; minute < 10; minute++) {
    for (const type of ['enquiries.claim_changed', 'timeline.told'])
      pacer.add(staleKeys({ type, ids: { enquiryId: 'e1', personId: 'p1' } }));
    pass(60_000);
  }
  assert.deepEqual(
    taken(),
    Array.from({ length: 10 }, () => 'alerts'),
  );
  tab.visible = true;
  pacer.look();
  pass(250);
  assert.deepEqual(taken().toSorted(), [
    'desks',
    'enquiries/counts',
    'enquiries/detail/e1',
    'enquiries/list',
    'hand-overs/list',
    'timeline/p1',
    'today',
  ]);
  pass(60_000);
  assert.deepEqual(taken(), [], 'nothing is read twice');
  pacer.add([['today']]);
  pacer.stop();
  pass(60_000);
  assert.deepEqual(taken(), [], 'nor after the end');
});

test('F3 what a leading tab remembers is whole after a position, and says where it is not', () => {
  const recent = new Recent<{ position: string | null }>('5', 3);
  for (const position of ['6', '7', '8']) recent.keep({ position });
  const since = (from: string | null) => recent.since(from)?.map(({ position }) => position) ?? 'unknown';
  assert.deepEqual([since('5'), since('7'), since('8'), since('9')], [['6', '7', '8'], ['8'], [], []]);
  assert.deepEqual([since('4'), since(null)], ['unknown', 'unknown']);
  recent.keep({ position: '10' });
  assert.deepEqual([since('5'), since('6')], ['unknown', ['7', '8', '10']], 'the oldest is forgotten');
});

/** A server of events, and tabs that hear it: real HTTP, locks and channels, as browsers have them. */
async function aBrowser(t: TestContext) {
  const lines = new Set<http.ServerResponse>();
  const server = http.createServer((_asked, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    lines.add(answer);
    answer.on('close', () => lines.delete(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  Object.assign(globalThis, { window: Object.assign(new EventTarget(), { setTimeout, clearTimeout }) });
  const waiting = new Set<() => void>();
  const check = () => waiting.forEach((look) => look());
  const closed: (() => void)[] = [];
  t.after(() => {
    for (const close of closed) close();
    server.closeAllConnections();
    server.close();
  });
  return {
    lines: () => lines.size,
    say: (id: number) => {
      const event = { type: `t.${id}`, ids: {}, by: null };
      for (const line of lines) line.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    open: (from: number) => {
      const heard: string[] = [];
      const hear = (what: string) => {
        heard.push(what);
        check();
      };
      const close = hearStream(`http://127.0.0.1:${port}/stream`, 'test', String(from), {
        onEvent: ({ type }) => hear(type),
        onReset: () => hear('reset'),
        onConnected: (is) => hear(is ? 'on' : 'off'),
      });
      closed.push(close);
      return { heard, close };
    },
    until: (holds: () => boolean) =>
      new Promise<void>((done) => {
        const look = () => {
          if (!holds()) return;
          waiting.delete(look);
          done();
        };
        waiting.add(look);
        look();
      }),
  };
}

test(
  'F3 a tab that begins while another hears misses nothing between its first look and its first event',
  { timeout: 60_000 },
  async (t) => {
    const browser = await aBrowser(t);
    const first = browser.open(5);
    await browser.until(() => first.heard.includes('on'));
    browser.say(6);
    browser.say(7);
    await browser.until(() => first.heard.includes('t.7'));
    // It looked when the stream stood at 6; 7 was told before it listened, and 8 comes while it asks.
    const second = browser.open(6);
    browser.say(8);
    await browser.until(() => second.heard.includes('t.8') && first.heard.includes('t.8'));
    assert.deepEqual(first.heard, ['on', 't.6', 't.7', 't.8']);
    assert.deepEqual(second.heard, ['on', 't.7', 't.8'], 'each once, in order');
    assert.equal(browser.lines(), 1, 'one connection for both');
    // What nobody remembers may have changed anything.
    const old = browser.open(3);
    await browser.until(() => old.heard.includes('reset'));
    // The next leader goes on where it stands.
    first.close();
    const times = (heard: readonly string[], what: string) => heard.filter((one) => one === what).length;
    await browser.until(() => times(second.heard, 'on') === 2 && times(old.heard, 'on') === 2);
    browser.say(9);
    await browser.until(() => second.heard.includes('t.9') && old.heard.includes('t.9'));
    assert.deepEqual([times(second.heard, 't.9'), times(old.heard, 't.9'), browser.lines()], [1, 1, 1]);
  },
);
