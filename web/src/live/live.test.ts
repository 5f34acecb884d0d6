import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinctKeys, staleKeys } from './invalidation.ts';
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
  assert.ok(stale.some((key) => key.join('/') === 'timeline/p1'));
  assert.ok(stale.some((key) => key.join('/') === 'today'));
  assert.deepEqual(staleKeys({ type: 'weather.changed', ids: {} }), []);
  assert.equal(distinctKeys([['a'], ['a'], ['a', 1]]).length, 2);
});
