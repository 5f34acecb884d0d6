import assert from 'node:assert/strict';
import { test } from 'node:test';
import { homeOf, placeOf } from './place.ts';

const SEOUL = { country: 'KR', timeZone: 'Asia/Seoul' } as const;
const NOBODY = { jurisdiction: null, timeZone: null };
const set = (more: object = {}) => ({ jurisdiction: null, timeZone: null, byNumber: true, ...more });

test('P2 whose law and clock: said by hand, else by her number, else as the organisation set, else as its first site', () => {
  for (const [person, phones, changed, jurisdiction, timeZone, why] of [
    [NOBODY, [], null, 'KR', 'Asia/Seoul', 'as the site'],
    [NOBODY, ['+12125550100'], null, 'US', null, 'an American number: its area says the zone'],
    [NOBODY, ['+821012345678'], null, 'KR', 'Asia/Seoul', 'a Korean one'],
    [{ jurisdiction: 'CN', timeZone: 'Asia/Shanghai' }, ['+821012345678'], null, 'CN', 'Asia/Shanghai', 'by hand'],
    [{ jurisdiction: null, timeZone: 'Europe/Paris' }, [], null, 'KR', 'Europe/Paris', 'abroad, under our law'],
    [NOBODY, [], set({ jurisdiction: 'US' }), 'US', null, 'of another country than the site: all of it'],
    [NOBODY, [], set({ jurisdiction: 'US', timeZone: 'America/Chicago' }), 'US', 'America/Chicago', 'as was set'],
    [NOBODY, ['+12125550100'], set({ byNumber: false }), 'KR', 'Asia/Seoul', 'a foreign number of somebody here'],
    [NOBODY, ['+8613800000000'], set({ jurisdiction: 'US' }), 'CN', null, 'her number before what was set'],
  ] as const) {
    assert.deepEqual(placeOf(person, phones, homeOf(SEOUL, changed)), { jurisdiction, timeZone }, why);
  }
});
