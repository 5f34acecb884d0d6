import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicHolidays } from './holidays.ts';

const days = (country: string, year: number) =>
  publicHolidays(country, year)
    .map(({ day }) => day.slice(5))
    .join(' ');

test('Korean public holidays are those of the law, lunar, substitute and election days included', () => {
  assert.equal(
    days('KR', 2025),
    '01-01 01-27 01-28 01-29 01-30 03-01 03-03 05-05 05-06 06-03 06-06 08-15 10-03 10-05 10-06 10-07 10-08 10-09 12-25',
  );
  assert.equal(
    days('KR', 2026),
    '01-01 02-16 02-17 02-18 03-01 03-02 05-01 05-05 05-24 05-25 06-03 06-06 07-17 08-15 08-17 09-24 09-25 09-26 10-03 10-05 10-09 12-25',
  );
  assert.equal(
    days('KR', 2027),
    '01-01 02-06 02-07 02-08 02-09 03-01 05-01 05-03 05-05 05-13 06-06 07-17 07-19 08-15 08-16 09-14 09-15 09-16 10-03 10-04 10-09 10-11 12-25 12-27',
  );
  assert.equal(
    days('KR', 2028),
    '01-01 01-26 01-27 01-28 03-01 04-12 05-01 05-02 05-05 06-06 07-17 08-15 10-02 10-03 10-04 10-05 10-09 12-25',
  );
});

test('other countries come from the library; an unknown one has none', () => {
  assert.ok(days('US', 2026).includes('11-26'));
  assert.ok(days('CN', 2026).includes('10-01'));
  assert.ok(!days('CN', 2026).includes('03-08'), 'half a day for women is not a day off for all');
  assert.deepEqual(publicHolidays('ZZ', 2026), []);
});
