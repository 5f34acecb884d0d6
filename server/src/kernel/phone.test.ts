import assert from 'node:assert/strict';
import { test } from 'node:test';
import { must } from './outcome.ts';
import { formatPhone, parsePhone, phoneLast4 } from './phone.ts';

const taken: readonly (readonly [string, string, string])[] = [
  ['010-2283-2943', '+821022832943', 'as written'],
  ['010.2283.2943', '+821022832943', 'dots'],
  [' 010 2283 2943 ', '+821022832943', 'spaces'],
  ['01022832943', '+821022832943', 'bare'],
  ['０１０－２２８３－２９４３', '+821022832943', 'full-width'],
  ['010-1234-5678', '+821012345678', 'the number of every example'],
  ['1022335034', '+821022335034', 'a spreadsheet took the 0'],
  ['+82 10-2283-2943', '+821022832943', 'international'],
  ['+82 (0)10-2283-2943', '+821022832943', 'international with the 0'],
  ['821022832943', '+821022832943', 'the plus was lost'],
  ['0082-10-2283-2943', '+821022832943', '00 for +'],
  ['02-523-4567', '+8225234567', 'Seoul, short'],
  ['02-3456-7890', '+82234567890', 'Seoul, long'],
  ['234567890', '+82234567890', 'Seoul without its 0'],
  ['031-123-4567', '+82311234567', 'Gyeonggi'],
  ['070-1234-5678', '+827012345678', 'internet'],
  ['0505-123-4567', '+825051234567', 'personal'],
  ['0507-1234-5678', '+8250712345678', 'safe number'],
  ['1577-1234', '+8215771234', 'nation-wide'],
  ['080-123-4567', '+82801234567', 'toll-free'],
  ['011-234-5678', '+82112345678', 'an old list'],
  ['+1 650 253 0000', '+16502530000', 'United States'],
  ['+86 138 1234 5678', '+8613812345678', 'China'],
  ['001-650-253-0000', '+16502530000', '00 for +'],
];

for (const [text, expected, why] of taken) {
  test(`${text} is a phone number: ${why}`, () => assert.equal(must(parsePhone(text)), expected));
}

const refused: readonly (readonly [string, string])[] = [
  ['010-1234-567', 'phone.impossible'],
  ['010-1234-56789', 'phone.impossible'],
  ['0212', 'phone.not_a_phone'],
  ['119', 'phone.not_a_phone'],
  ['없음', 'phone.not_a_phone'],
  ['', 'phone.not_a_phone'],
  ['call 010-2283-2943', 'phone.not_a_phone'],
  ['010-2283-2943 / 010-1111-2222', 'phone.not_a_phone'],
  ['9999999999', 'phone.impossible'],
  ['+1 999 999 9999', 'phone.impossible'],
];

for (const [text, code] of refused) {
  test(`"${text}" is refused as ${code}`, () => {
    const outcome = parsePhone(text);
    assert.equal(outcome.ok ? outcome.value : outcome.refusal.code, code);
  });
}

test('a number is shown as its reader writes it', () => {
  const shown = (text: string) => formatPhone(must(parsePhone(text)));
  assert.equal(shown('1022832943'), '010-2283-2943');
  assert.equal(shown('025234567'), '02-523-4567');
  assert.equal(shown('0505-123-4567'), '0505-123-4567');
  assert.equal(shown('0507-1234-5678'), '0507-1234-5678');
  assert.equal(shown('15771234'), '1577-1234');
  assert.equal(shown('031-123-4567'), '031-123-4567');
  assert.equal(shown('+1 650 253 0000'), '+1 650 253 0000');
  assert.equal(phoneLast4(must(parsePhone('010-2283-2943'))), '2943');
});
