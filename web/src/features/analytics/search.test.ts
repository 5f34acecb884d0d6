import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedQueryOf, filtersOn, FigureRowsSearch, periodIn, queryOf, rowsOf, StatisticsSearch } from './search.ts';

const TODAY = '2026-11-26';

const PERIODS = [
  ['nothing said', {}, '2025-12', '2026-11'],
  ['both ends', { from: '2026-06', to: '2026-09' }, '2026-06', '2026-09'],
  ['turned around', { from: '2026-09', to: '2026-06' }, '2026-06', '2026-09'],
  ['a beginning alone ends now', { from: '2026-06' }, '2026-06', '2026-11'],
  ['an end alone before the usual beginning', { to: '2025-03' }, '2025-03', '2025-03'],
] as const;
for (const [why, search, from, to] of PERIODS) {
  test(`the period of an address: ${why}`, () =>
    assert.deepEqual(periodIn(StatisticsSearch.parse(search), 'last12', TODAY), { from, to }));
}

test('an address keeps what fits and drops the rest', () => {
  assert.deepEqual(
    JSON.parse(JSON.stringify(StatisticsSearch.parse({ from: 'June', by: 'owner', campaign: 2026, compare: 'never' }))),
    { by: 'owner', campaign: '2026' },
  );
});

test('a question holds period, cut and filters; the compared one differs by its months', () => {
  const search = StatisticsSearch.parse({ by: 'channel', owner: 'none', compare: 'year', asOf: '2026-11-01' });
  const period = { from: '2026-10', to: '2026-11' };
  assert.deepEqual(queryOf(search, period), { ...period, asOf: '2026-11-01', by: 'channel', owner: 'none' });
  assert.deepEqual(comparedQueryOf(search, period), { ...queryOf(search, period), from: '2025-10', to: '2025-11' });
  assert.equal(comparedQueryOf({ ...search, compare: undefined }, period), null);
  assert.equal(filtersOn(search), 1);
});

test('P6 the address of a figure becomes the page of its rows', () => {
  const search = rowsOf(
    '/api/v1/metrics/booking-cohorts/rows?from=2026-06&to=2026-06&figure=sameMonth&whole=true&bucket=3',
  );
  assert.deepEqual(JSON.parse(JSON.stringify(search)), {
    ...{ from: '2026-06', to: '2026-06', bucket: '3', name: 'booking-cohorts', figure: 'sameMonth', whole: true },
  });
  assert.equal(FigureRowsSearch.parse({ figure: 'odd' }).figure, undefined);
  assert.equal(rowsOf('/enquiries?open=true'), null);
});
