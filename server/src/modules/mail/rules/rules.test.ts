import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { decodeText } from './charset.ts';
import { fingerprintOf } from './fingerprint.ts';
import { decodeField, readHead } from './header.ts';
import { afterFault } from './health.ts';
import { readFaxWord } from './fax-word.ts';
import { kindOf, type Kind, type Seen } from './kind.ts';
import { ownWords } from './own-words.ts';
import { readComplaint, readDelivery, readWords } from './report.ts';
import { verdictOf } from './suppress.ts';
import { plainWords } from './words.ts';

const lines = (...text: string[]) => Buffer.from(text.join('\r\n'));

test('RFC 3464 what servers say of a recipient, in the shapes of several makers', () => {
  const cases: readonly (readonly [
    why: string,
    text: Buffer,
    action: string | undefined,
    status: string | null | undefined,
  ])[] = [
    [
      'Postfix: no such user',
      lines(
        ...['Reporting-MTA: dns; relay.example', 'X-Postfix-Queue-ID: 4ABC', 'Original-Envelope-Id: x.y', ''],
        ...[
          'Final-Recipient: rfc822; Nobody@Patient.example',
          'Original-Recipient: rfc822;nobody@patient.example',
          'Action: failed',
        ],
        ...[
          'Status: 5.1.1',
          'Remote-MTA: dns; mx.patient.example',
          'Diagnostic-Code: smtp; 550 5.1.1 <nobody@patient.example>: no',
          '',
        ],
      ),
      ...(['failed', '5.1.1'] as const),
    ],
    [
      'Exchange: folded diagnostic, no blank before its own fields',
      lines(
        ...[
          'Reporting-MTA: dns;EX01.hospital.example',
          'Received-From-MTA: dns;mail.example',
          'Arrival-Date: Thu, 26 Nov 2026 01:00:00 +0000',
        ],
        ...[
          '',
          'Original-Recipient: rfc822;kim@hospital.example',
          'Final-Recipient: rfc822;kim@hospital.example',
          'Action: failed',
        ],
        ...[
          'Status: 5.1.10',
          'Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;',
          '\tRecipient not found by SMTP address lookup',
        ],
        ...['X-Display-Name: Kim'],
      ),
      ...(['failed', '5.1.10'] as const),
    ],
    [
      'Gmail: a time-out after days is final, though its status begins with 4',
      lines(
        ...[
          'Reporting-MTA: dns; googlemail.com',
          'X-Original-Message-ID: <a@b>',
          '',
          'Final-Recipient: rfc822; lee@gone.example',
        ],
        ...[
          'Action: failed',
          'Status: 4.4.1',
          'Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.',
        ],
        ...['Last-Attempt-Date: Thu, 26 Nov 2026 00:00:00 -0800 (PST)'],
      ),
      ...(['failed', '4.4.1'] as const),
    ],
    ['delayed', lines('Final-Recipient: rfc822; a@b.example', 'Action: delayed', 'Status: 4.4.7'), 'delayed', '4.4.7'],
    [
      'delivered',
      lines('Final-Recipient: rfc822; a@b.example', 'Action: delivered', 'Status: 2.0.0'),
      'delivered',
      '2.0.0',
    ],
    [
      'a comment behind the action',
      lines('Final-Recipient: rfc822; a@b.example', 'Action: failed (permanent)', 'Status: 5.0.0 (x)'),
      'failed',
      '5.0.0',
    ],
    ['no action, a status', lines('Final-Recipient: rfc822; a@b.example', 'Status: 5.2.2'), 'failed', '5.2.2'],
    [
      'status in the diagnostic alone',
      lines('Final-Recipient: rfc822; a@b.example', 'Action: failed', 'Diagnostic-Code: smtp; 552 5.2.2 full'),
      'failed',
      '5.2.2',
    ],
    ['neither', lines('Final-Recipient: rfc822; a@b.example'), undefined, undefined],
    ['no report', lines('Hello', '', 'World'), undefined, undefined],
    ['empty', Buffer.alloc(0), undefined, undefined],
  ];
  for (const [why, text, action, status] of cases) {
    const read = readDelivery(text);
    assert.deepEqual([read?.action, read?.status], [action, status], why);
  }
  assert.equal(readDelivery(cases[0]![1])?.recipient, 'nobody@patient.example');
  assert.equal(readDelivery(cases[0]![1])?.envelopeId, 'x.y');
  assert.match(readDelivery(cases[1]![1])?.diagnostic ?? '', /not found by SMTP address lookup$/);
});

test('a bounce in words alone is read by the number in it, or by nobody', () => {
  const cases = [
    ['Hi. This is the qmail-send program. #5.1.1 no mailbox here by that name', 'failed', '5.1.1'],
    ['메일 전송 실패: 550 No such user here', 'failed', '5.0.0'],
    ['451 try later', 'delayed', '4.0.0'],
    ['존재하지 않는 계정입니다.', undefined, undefined],
  ] as const;
  for (const [text, action, status] of cases) {
    const read = readWords(text);
    assert.deepEqual([read?.action, read?.status], [action, status], text);
  }
});

test('RFC 5965 a complaint is one unless it takes one back', () => {
  assert.deepEqual(readComplaint(lines('Feedback-Type: abuse', 'Original-Mail-From: <bounce+1@b.example>')), {
    type: 'abuse',
    mailFrom: '<bounce+1@b.example>',
  });
  assert.equal(readComplaint(lines('Feedback-Type: not-spam')), null);
  assert.equal(readComplaint(lines('Version: 1')), null);
});

test('what a failure says of the address', () => {
  const cases = [
    ['5.1.1', 'dead', 'nobody is there'],
    ['5.1.10', 'dead', 'nobody is there, as Exchange says it'],
    ['5.2.1', 'dead', 'switched off'],
    ['5.2.2', 'doubtful', 'full today'],
    ['4.4.7', 'doubtful', 'given up after days'],
    ['5.0.0', 'doubtful', 'no reason'],
    [null, 'doubtful', 'no status'],
    ['5.7.1', 'ours', 'refused for what we are'],
    ['5.6.0', 'ours', 'refused for what it holds'],
    ['5.3.4', 'ours', 'too large'],
  ] as const;
  for (const [status, verdict, why] of cases) assert.equal(verdictOf(status), verdict, why);
});

test('R10 what a refusal while handing over says of the address, by its status and by what it spoke of', () => {
  const cases = [
    ['5.1.1', 'recipient', 'dead', 'no such user'],
    ['5.1.1', 'message', 'dead', 'some say it after the message'],
    ['5.1.10', 'recipient', 'dead', 'its domain takes no mail'],
    ['5.2.1', 'recipient', 'dead', 'switched off'],
    [null, 'recipient', 'doubtful', 'refused without a reason: three of them count'],
    ['5.0.0', 'recipient', 'doubtful', 'nor does this say one'],
    ['5.2.2', 'recipient', 'doubtful', 'full'],
    ['4.2.2', 'recipient', 'doubtful', 'full until we gave up'],
    [null, 'message', 'ours', 'the message was refused, without a reason'],
    ['5.0.0', 'message', 'ours', 'so too'],
    ['5.2.3', 'recipient', 'ours', 'too large'],
    ['5.7.1', 'recipient', 'ours', 'policy: we may not send there'],
    ['5.7.1', 'message', 'ours', 'policy: it looked like spam'],
    ['5.7.26', 'message', 'ours', 'our signature was not good enough'],
    ['4.7.1', 'recipient', 'ours', 'grey-listed'],
    ['5.1.8', 'recipient', 'ours', 'our domain is not known'],
    ['5.1.7', 'us', 'ours', 'our address is not well formed'],
    ['5.1.1', 'us', 'ours', 'said of the sender'],
    [null, 'us', 'ours', 'the connection was refused'],
  ] as const;
  for (const [status, of, verdict, why] of cases) assert.equal(verdictOf(status, of), verdict, why);
});

test('words of a server are one line that can be kept', () => {
  assert.equal(plainWords('a\u0000b\r\n\tc\u202e \ud800'), 'a b c \ufffd');
  assert.equal(plainWords('가'.repeat(600))?.length, 500);
  assert.deepEqual([plainWords(' \u0007'), plainWords(null)], [null, null]);
});

test('what a mail is: for programs first, of a person last', () => {
  const head = (...fields: string[]) => readHead(lines(...fields, '', ''));
  const plain = head('From: kim@patient.example', 'Subject: x');
  const seen = (more: Partial<Seen>): Seen => ({
    ...{ head: plain, subject: '', hasDelivery: false, hasComplaint: false, isReport: false, to: null, isOurs: false },
    ...more,
  });
  const cases: readonly (readonly [why: string, mail: Seen, kind: Kind])[] = [
    ['a person writes', seen({}), 'reply'],
    ['Auto-Submitted: no is a person', seen({ head: head('Auto-Submitted: no') }), 'reply'],
    ['an absence note', seen({ head: head('Auto-Submitted: auto-replied (vacation)') }), 'auto'],
    ['an absence note without the field, in Korean', seen({ subject: '[부재중] 안내' }), 'auto'],
    ['in English', seen({ subject: 'Automatic reply: Your visit' }), 'auto'],
    ['in Chinese', seen({ subject: '自动回复：预约' }), 'auto'],
    ['a question about being away is a person', seen({ subject: '예약: 부재중 전화를 받았어요' }), 'reply'],
    ['a newsletter', seen({ head: head('List-Id: <news.example>') }), 'auto'],
    [
      'a report with a status',
      seen({ hasDelivery: true, isReport: true, head: head('Auto-Submitted: auto-replied') }),
      'bounce',
    ],
    [
      'a server in words, at the address of a message',
      seen({ to: 'bounce', head: head('From: MAILER-DAEMON@mx.example') }),
      'bounce',
    ],
    [
      'an empty envelope there',
      seen({ to: 'bounce', head: head('Return-Path: <>', 'From: admin@mx.example') }),
      'bounce',
    ],
    ['anybody else there', seen({ to: 'bounce' }), 'auto'],
    ['an empty envelope elsewhere answers nothing', seen({ head: head('Return-Path: <>') }), 'auto'],
    ['a complaint', seen({ hasComplaint: true, isReport: true }), 'complaint'],
    ['a read receipt is a report too', seen({ isReport: true }), 'auto'],
    [
      'leaving by mail, though a program writes it',
      seen({ to: 'leave', head: head('Auto-Submitted: auto-generated') }),
      'leave',
    ],
    ['our own mail came back', seen({ isOurs: true, head: head('Auto-Submitted: auto-generated') }), 'own'],
    ['a mail that goes in circles', seen({ head: head(...Array.from({ length: 60 }, () => 'Received: x')) }), 'own'],
  ];
  for (const [why, mail, kind] of cases) assert.equal(kindOf(mail), kind, why);
});

test('Korean and Chinese sets are read whatever they are called; shifts of ISO-2022-KR too', () => {
  const korean = '똠방각하 예약';
  const shifted = Buffer.concat([
    Buffer.from([0x1b, 0x24, 0x29, 0x43, 0x0e]),
    Buffer.from(iconv.encode('안녕', 'cp949').map((byte) => byte & 0x7f)),
    Buffer.from([0x0f]),
    Buffer.from(' ok'),
  ]);
  const cases = [
    [iconv.encode(korean, 'cp949'), 'euc-kr', korean],
    [iconv.encode(korean, 'cp949'), '"KS_C_5601-1987"', korean],
    [iconv.encode(korean, 'cp949'), null, korean],
    [Buffer.from(korean), 'us-ascii', korean],
    [iconv.encode('预约 䶮', 'gb18030'), 'gb2312', '预约 䶮'],
    [shifted, 'ISO-2022-KR', '안녕 ok'],
    [Buffer.from(korean), 'no-such-set', korean],
  ] as const;
  for (const [bytes, charset, text] of cases) assert.equal(decodeText(bytes, charset), text, String(charset));
});

test('S5 a field is one line, decoded; a sign that is cut between two words is one', () => {
  const bytes = iconv.encode('예약 문의', 'cp949');
  const word = (part: Buffer) => `=?euc-kr?B?${part.toString('base64')}?=`;
  const cases = [
    [`${word(bytes.subarray(0, 3))} ${word(bytes.subarray(3))}`, '예약 문의'],
    ['=?utf-8?q?=EC=98=88=EC=95=BD=0D=0ABcc:_evil@x.example?=', '예약 Bcc: evil@x.example'],
    ['=?utf-8?B?????= x', '=?utf-8?B?????= x'],
    [Buffer.from('예약').toString('latin1'), '예약'],
    ['a\u202eb', 'ab'],
  ] as const;
  for (const [field, text] of cases) assert.equal(decodeField(field).replace('a b', 'ab'), text);
});

test('the same mail is one by whichever way it came; a stolen number is another mail', () => {
  const mail = (received: string, body: string) =>
    Buffer.from(`Received: ${received}\r\nMessage-ID: <1@x>\r\nFrom: a@x\r\n\r\n${body}\r\n`);
  assert.equal(
    fingerprintOf(mail('one', 'hello')),
    fingerprintOf(Buffer.from(mail('two', 'hello').toString().replaceAll('\r\n', '\n'))),
  );
  assert.notEqual(fingerprintOf(mail('one', 'hello')), fingerprintOf(mail('one', 'other')));
});

test('what somebody wrote herself ends where her program quotes', () => {
  const cases = [
    ['네\n\nOn Thu, 26 Nov 2026 at 10:00, 안부치과 <a@b.example> wrote:\n> 예약', '네'],
    ['변경해 주세요\n\n-----Original Message-----\nFrom: x', '변경해 주세요'],
    ['네 갈게요\n\n2026년 11월 26일 (목) 오전 10:00, 안부치과 <a@b.example>님이 작성:\n> 예약', '네 갈게요'],
    ['好的\n\n在 2026年11月26日 10:00，安部 写道：\n> x', '好的'],
    ['> 예약', '> 예약'],
    ['그냥 글', '그냥 글'],
  ] as const;
  for (const [text, own] of cases) assert.equal(ownWords(text), own);
});

test('R13 a password that is not taken is said three times; anything else is tried later and later', () => {
  assert.deepEqual(
    [0, 1, 2].map((failures) => afterFault({ failures }, 'unauthorised', 0.5).restMilliseconds),
    [60_000, 900_000, null],
  );
  assert.deepEqual(
    [0, 1, 20].map((failures) => afterFault({ failures }, 'unreachable', 0.5).restMilliseconds),
    [5_000, 10_000, 900_000],
  );
});

test('D12 what a provider writes of a fax: arrived, not and why, or for somebody to read', () => {
  const cases: readonly (readonly [subject: string, text: string, said: string | null, why?: string])[] = [
    ['Fax sent successfully to 0312223333: FAX 1', 'Pages: 1', 'delivered'],
    ['FAX 1', 'Dear customer,\nyour fax was delivered at 10:02.', 'delivered'],
    ['Re: FAX 1', 'Status: OK\nResult: Sent\nPages: 1', 'delivered'],
    ['[팩스] 전송 결과', '수신번호: 031-222-3333\n전송결과: 성공\n문의: 1588-0000', 'delivered'],
    ['传真发送成功', '号码 0312223333', 'delivered'],
    ['Fax delivery failed', 'The line was busy.', 'failed', 'fax_busy'],
    ['FAX 1', 'Your fax could not be delivered: no answer', 'failed', 'fax_no_answer'],
    ['Fax transmission unsuccessful', '', 'failed', 'fax_not_arrived'],
    ['Fax not sent', 'Number is invalid', 'failed', 'fax_refused'],
    ['팩스 발송 실패 안내', '사유: 통화중', 'failed', 'fax_busy'],
    ['[팩스] 결과 안내', '팩스를 전송하지 못했습니다. 응답 없음', 'failed', 'fax_no_answer'],
    ['传真发送失败', '原因：占线', 'failed', 'fax_busy'],
    ['Delivery report', 'Status: Failed\nIf it is sent again, you are charged once.', 'failed', 'fax_not_arrived'],
    ['Your fax has been queued and will be sent', 'Thank you.', 'sent'],
    ['Fax failed, it will be retried in 5 minutes', '', 'sent'],
    ['팩스가 접수되었습니다', '곧 전송됩니다', 'sent'],
    ['1 sent, 1 failed', '', null],
    ['FAX 1', 'We are moving to a new address.', null],
    ['Re: FAX 1', 'We have sent you the invoice.', null],
    ['Re: FAX 1', 'Please call us.\n\n-----Original Message-----\nSent: Thursday\nSubject: fax was sent', null],
    ['', '', null],
  ];
  for (const [subject, text, state, why = null] of cases) {
    const word = readFaxWord(subject, text);
    assert.deepEqual([word?.state ?? null, word?.why ?? null], [state, why], subject || text);
  }
});
