import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../kernel/instant.ts';
import { shareOut, type Portion, type Receiver } from './share-out.ts';

const portion = (id: string, part: Partial<Portion> = {}): Portion => ({
  ...{ id, teamId: 'desk', ownerId: 'ill', language: null, dueAt: instant(0) },
  ...part,
});
const receiver = (id: string, part: Partial<Receiver> = {}): Receiver => ({
  ...{ id, teamIds: ['desk'], languages: ['ko'], onDuty: true, load: 0 },
  ...part,
});
const shared = (portions: readonly Portion[], receivers: readonly Receiver[]) =>
  Object.fromEntries(shareOut(portions, receivers));

test('A13 work goes to who has the fewest due, counting what she just got', () => {
  const receivers = [receiver('a', { load: 2 }), receiver('b', { load: 0 })];
  const portions = ['1', '2', '3', '4'].map((id) => portion(id));
  assert.deepEqual(shared(portions, receivers), { 1: 'b', 2: 'b', 3: 'a', 4: 'b' });
});

test('A13 who gets it: team, duty, language, in this order; nobody there leaves it to the team', () => {
  for (const [why, one, receivers, expected] of [
    ['another team gets nothing', portion('1'), [receiver('a', { teamIds: ['call'] })], null],
    ['the owner does not get it again', portion('1'), [receiver('ill'), receiver('b', { load: 9 })], 'b'],
    [
      'who is at work goes before who is free',
      portion('1'),
      [receiver('a', { onDuty: false }), receiver('b', { load: 9 })],
      'b',
    ],
    ['nobody at work: who is there', portion('1'), [receiver('a', { onDuty: false })], 'a'],
    [
      'her language',
      portion('1', { language: 'zh' }),
      [receiver('a'), receiver('b', { load: 9, languages: ['zh'] })],
      'b',
    ],
    ['nobody speaks it: anybody', portion('1', { language: 'zh' }), [receiver('a'), receiver('b', { load: 9 })], 'a'],
    [
      'who speaks it but is off stays off',
      portion('1', { language: 'zh' }),
      [receiver('a'), receiver('b', { onDuty: false, languages: ['zh'] })],
      'a',
    ],
    ['nobody', portion('1'), [], null],
  ] as const) {
    assert.equal(shareOut([one], receivers).get('1') ?? null, expected, why);
  }
});

test('A13 the same question gives the same answer in whatever order it is asked', () => {
  const receivers = ['c', 'a', 'b'].map((id) => receiver(id));
  const portions = Array.from({ length: 50 }, (_, index) => portion(`p${index}`, { dueAt: instant(index % 7) }));
  const answer = shared(portions, receivers);
  assert.deepEqual(shared(portions.toReversed(), receivers.toReversed()), answer);
  const counts = ['a', 'b', 'c'].map((id) => Object.values(answer).filter((to) => to === id).length);
  assert.deepEqual(counts, [17, 17, 16], 'evenly');
});
