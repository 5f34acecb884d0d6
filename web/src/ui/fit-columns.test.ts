import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitColumns } from './fit-columns.ts';

const columns = [
  { id: 'person', width: 200 },
  { id: 'why', width: 'auto', min: 240 },
  { id: 'tries', width: 100, drop: 1 },
  { id: 'owner', width: 120, drop: 2 },
] as const;
const shown = (room: number) => fitColumns(columns, room)?.map(({ id }) => id) ?? null;

test('what matters least leaves first, and what has to be read keeps its room', () => {
  assert.deepEqual(shown(1_000), ['person', 'why', 'tries', 'owner']);
  assert.deepEqual(shown(600), ['person', 'why', 'owner']);
  assert.deepEqual(shown(540), ['person', 'why'], 'the owner would take room from the reason');
  assert.equal(shown(439), null, 'then a row is a card');
});
