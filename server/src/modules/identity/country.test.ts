import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryOf } from './rules.ts';
import type { HolidayCountry } from './vocabulary.ts';

test('A1 where a site stands is said by its time zone, else by the holidays it keeps, else it is Korea', () => {
  const rows: [timeZone: string, holidays: HolidayCountry | null, country: HolidayCountry, why: string][] = [
    ['Asia/Seoul', null, 'KR', 'without holidays'],
    ['Asia/Seoul', 'US', 'KR', 'a clinic for foreigners keeps their holidays and has numbers of here'],
    ['America/Los_Angeles', null, 'US', 'a zone of the United States'],
    ['America/Indiana/Indianapolis', null, 'US', 'those of the states with several'],
    ['America/Sao_Paulo', null, 'KR', 'not all of America is the United States'],
    ['Asia/Shanghai', 'KR', 'CN', 'a Korean clinic in Shanghai'],
    ['Asia/Tokyo', 'US', 'US', 'a zone that says nothing'],
  ];
  for (const [timeZone, holidayCountry, country, why] of rows)
    assert.equal(countryOf({ timeZone, holidayCountry }), country, why);
});
