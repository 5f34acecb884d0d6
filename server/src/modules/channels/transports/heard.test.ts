import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import type { Pdu } from 'smpp';
import { textIn } from './heard.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16();
const from = { command: 'deliver_sm', source_addr: '821012345678', source_addr_ton: 1, destination_addr: '0215881234' };
const cases: readonly (readonly [why: string, pdu: object, text: string, part: object | null])[] = [
  ['decoded by the library', { short_message: { message: '네' }, data_coding: 8 }, '네', null],
  ['UCS-2 in bytes', { short_message: { message: utf16('예약 확인') }, data_coding: 8 }, '예약 확인', null],
  [
    'Korea’s own alphabet',
    { short_message: { message: iconv.encode('취소요', 'cp949') }, data_coding: 0x84 },
    '취소요',
    null,
  ],
  ['KS C 5601', { short_message: { message: iconv.encode('똠방각하', 'cp949') }, data_coding: 14 }, '똠방각하', null],
  [
    'a payload',
    { short_message: { message: '' }, message_payload: { message: '긴 글' }, data_coding: 8 },
    '긴 글',
    null,
  ],
  [
    'a part by its header',
    { short_message: { message: 'b', udh: [Buffer.from([0, 3, 7, 2, 2])] }, esm_class: 0x40 },
    'b',
    { reference: 7, total: 2, no: 2 },
  ],
  [
    'a part by a header of sixteen bits',
    { short_message: { message: 'b', udh: [Buffer.from([8, 4, 1, 7, 3, 1])] }, esm_class: 0x40 },
    'b',
    { reference: 263, total: 3, no: 1 },
  ],
  [
    'a part by parameters',
    { short_message: { message: 'a' }, sar_msg_ref_num: 9, sar_total_segments: 2, sar_segment_seqnum: 1 },
    'a',
    { reference: 9, total: 2, no: 1 },
  ],
  ['a part of one', { short_message: { message: 'a', udh: [Buffer.from([0, 3, 7, 1, 1])] } }, 'a', null],
  ['a number that is none', { short_message: { message: 'a', udh: [Buffer.from([0, 3, 7, 2, 5])] } }, 'a', null],
];
for (const [why, pdu, text, part] of cases) {
  test(`a text of a centre: ${why}`, () => {
    const heard = textIn({ ...from, ...pdu } as unknown as Pdu);
    assert.deepEqual([heard?.from, heard?.to, heard?.text, heard?.part], ['+821012345678', '0215881234', text, part]);
  });
}

test('without a sender it is nobody’s', () => {
  assert.equal(textIn({ ...from, source_addr: '' } as unknown as Pdu), null);
});
