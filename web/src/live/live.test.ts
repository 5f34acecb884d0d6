import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { staleKeys } from './invalidation.ts';
import { Pacer } from './pace.ts';
import { isNewer, laterOf, pauseBefore } from './position.ts';
import { sseParser, type ServerEvent } from './sse-parser.ts';

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
