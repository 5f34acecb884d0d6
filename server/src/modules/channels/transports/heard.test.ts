import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import smpp, { type Pdu } from 'smpp';
import { textIn } from './heard.ts';
import { reportIn, sequenceOf, submission, type Submission } from './smpp-pdu.ts';
import { receiptIn, receiptOf } from './smpp-words.ts';

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

const source = { ton: 1, npi: 1, digits: '82215881234' };
const destination = { ton: 1, npi: 1, digits: '821012345678' };
const plain = { source, destination, udh: null, asks: true, isPayload: false, tag: null };
const udh = Buffer.from([5, 0, 3, 7, 2, 1]);
const submissions: readonly (readonly [why: string, asked: Submission, fields: object])[] = [
  ['a Korean text', { ...plain, alphabet: 'UCS2', text: '내일 예약을 확인해 주세요.' }, { data_coding: 8 }],
  ['letters of the default alphabet', { ...plain, alphabet: 'GSM7', text: 'See you at 10:30 [1] £5 @' }, {}],
  [
    'no receipt asked',
    { ...plain, alphabet: 'UCS2', text: '네', asks: false },
    { data_coding: 8, registered_delivery: 0 },
  ],
  [
    'a part',
    { ...plain, alphabet: 'UCS2', text: '첫 부분', udh },
    { data_coding: 8, short_message: { message: '첫 부분', udh } },
  ],
  [
    'a payload with our number',
    { ...plain, alphabet: 'UCS2', text: '긴 글', isPayload: true, tag: { id: 0x1501, value: 'our-number' } },
    { data_coding: 8, short_message: '', message_payload: '긴 글', anbu_key_test: 'our-number' },
  ],
  [
    'from a name',
    { ...plain, alphabet: 'UCS2', text: '네', source: { ton: 5, npi: 0, digits: 'ANBU' } },
    { data_coding: 8, source_addr_ton: 5, source_addr_npi: 0, source_addr: 'ANBU' },
  ],
];
smpp.addTLV('anbu_key_test', { id: 0x1501, type: smpp.types.cstring });
for (const [why, asked, fields] of submissions) {
  test(`what is submitted is byte for byte what the package writes: ${why}`, () => {
    const whole = new smpp.PDU('submit_sm', {
      ...{ source_addr_ton: 1, source_addr_npi: 1, source_addr: source.digits },
      ...{ dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: destination.digits },
      ...{ data_coding: 0, registered_delivery: 1, sequence_number: 77, short_message: asked.text, ...fields },
    });
    assert.equal(submission(77, asked).toString('hex'), whole.toBuffer().toString('hex'));
  });
}

const REPORT = 'id:m7 sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 stat:UNDELIV err:011 text:';
const reports: readonly (readonly [why: string, fields: object, receipt: object | null])[] = [
  ['by its text', { short_message: REPORT }, { providerId: 'm7', state: 'failed', why: 'undeliv_011' }],
  [
    'by its parameters',
    { short_message: '', receipted_message_id: 'm8', message_state: 2 },
    { providerId: 'm8', state: 'delivered', why: null },
  ],
  [
    'by a payload',
    { short_message: '', message_payload: REPORT },
    { providerId: 'm7', state: 'failed', why: 'undeliv_011' },
  ],
  ['of nobody', { short_message: 'stat:DELIVRD' }, null],
];
for (const [why, fields, expected] of reports) {
  test(`a receipt in bytes says what the package reads in it: ${why}`, () => {
    const from = { source_addr: '821012345678', destination_addr: '82215881234', esm_class: 4, data_coding: 0 };
    const bytes = new smpp.PDU('deliver_sm', { ...from, ...fields, sequence_number: 9 }).toBuffer();
    const report = reportIn(bytes);
    const receipt = expected && { ...expected, messageId: null };
    assert.deepEqual(
      [report && receiptOf(report), receiptIn(new smpp.PDU(bytes)), sequenceOf(bytes)],
      [receipt, receipt, 9],
    );
  });
}

test('what a person writes, and what is written in another alphabet, is read by the package', () => {
  const from = { source_addr: '821012345678', destination_addr: '82215881234', sequence_number: 1 };
  const texts = [
    { short_message: '네', data_coding: 8 },
    { short_message: REPORT, data_coding: 8, esm_class: 4 },
  ];
  for (const text of texts) assert.equal(reportIn(new smpp.PDU('deliver_sm', { ...from, ...text }).toBuffer()), null);
});

test('octets that break off are no receipt', () => {
  const whole = new smpp.PDU('deliver_sm', { esm_class: 4, data_coding: 0, short_message: REPORT, sequence_number: 1 });
  const bytes = whole.toBuffer();
  for (let length = 16; length < bytes.length; length += 1) reportIn(bytes.subarray(0, length));
  assert.equal(reportIn(bytes.subarray(0, bytes.length - 1)), null);
});
