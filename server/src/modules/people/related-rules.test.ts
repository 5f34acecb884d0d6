import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RELATIONS, type PersonHit, type RelatedPerson } from '@anbu/contract';
import { bySpeaking, joining, relationOf } from './related-rules.ts';

test('A17 what is entered on the person counts, else it is turned round from the other side, else they live together', () => {
  const rows: [relation: string | null, inverse: string | null, shown: string, why: string][] = [
    ['mother', null, 'mother', 'entered on the person'],
    ['mother', 'father', 'mother', 'entered on both: the own word'],
    [null, 'mother', 'child', 'whose mother I am is my child'],
    [null, 'daughter', 'parent', 'whose daughter I am is my parent'],
    [null, 'spouse', 'spouse', 'the same from both sides'],
    [null, 'grandparent', 'grandchild', 'two steps alike'],
    [null, 'child_in_law', 'parent_in_law', 'by marriage alike'],
    [null, 'guardian', 'other', 'whom I guard is no relative by it'],
    [null, null, 'family', 'one household and nothing said'],
  ];
  for (const [relation, inverse, shown, why] of rows) {
    const row = { relation, inverse } as Parameters<typeof relationOf>[0];
    assert.equal(relationOf(row), shown, why);
  }
  for (const relation of RELATIONS) {
    const twice = relationOf({ relation: null, inverse: relationOf({ relation: null, inverse: relation }) });
    assert.ok(RELATIONS.includes(twice), relation);
  }
});

test('A17 guardians stand first, then who decides and pays, then the household, then names', () => {
  const one = (name: string, some: Partial<RelatedPerson>): RelatedPerson => ({
    person: { id: name, name } as PersonHit,
    relation: 'family',
    roles: [],
    rolesFor: [],
    mayBeTold: false,
    household: false,
    stated: true,
    ...some,
  });
  const sorted = [
    one('하나', {}),
    one('가나', {}),
    one('한집', { household: true }),
    one('피보호자', { rolesFor: ['guardian'] }),
    one('결제', { roles: ['payer', 'emergency'] }),
    one('보호자', { roles: ['guardian'] }),
    one('결정', { roles: ['decision_maker'] }),
  ].sort(bySpeaking);
  assert.deepEqual(
    sorted.map(({ person }) => person.name),
    ['보호자', '결정', '결제', '한집', '피보호자', '가나', '하나'],
  );
});

test('B1 two persons come to live in one household, and two households are never joined behind their backs', () => {
  assert.deepEqual(joining(undefined, undefined), { join: 'new' });
  assert.deepEqual(joining('h', undefined), { join: 'h', who: 'her' });
  assert.deepEqual(joining(undefined, 'h'), { join: 'h', who: 'me' });
  assert.equal(joining('h', 'h'), null);
  assert.equal(joining('h', 'g'), 'two_households');
});
