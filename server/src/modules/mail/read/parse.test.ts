import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { htmlToWords } from './html.ts';
import { addressesOf, readLetter } from './parse.ts';
import { fileNameOf } from './file-name.ts';
import { quickest } from '../../../testing/quickest.ts';

const mail = (...text: string[]) => Buffer.from(text.join('\r\n'), 'latin1');
const withHtml = (html: string) =>
  Buffer.from(`From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`);

test('D12 a letter in EUC-KR by base64, with a file whose name lies', async () => {
  const body = iconv.encode('안녕하세요. 예약을 바꾸고 싶어요. 똠', 'cp949').toString('base64');
  const name = `=?euc-kr?B?${iconv.encode('엑스레이.pdf.exe', 'cp949').toString('base64')}?=`;
  const letter = await readLetter(
    mail(
      ...[
        `From: =?euc-kr?B?${iconv.encode('김안부', 'cp949').toString('base64')}?= <Kim@Patient.example>`,
        'Subject: =?utf-8?B?7JiI7JW9?=',
      ],
      ...[
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=euc-kr',
      ],
      ...['Content-Transfer-Encoding: base64', '', body, '--b', `Content-Type: application/pdf; name="${name}"`],
      ...[`Content-Disposition: attachment; filename="../../${name}"`, 'Content-Transfer-Encoding: base64', ''],
      ...[Buffer.from('MZ\u0000 program').toString('base64'), '--b--', ''],
    ),
  );
  assert.deepEqual([letter.from.address, letter.from.name, letter.subject], ['kim@patient.example', '김안부', '예약']);
  assert.equal(letter.text, '안녕하세요. 예약을 바꾸고 싶어요. 똠');
  assert.ok(!letter.files[0]?.name.includes('/'));
});

test('S4 HTML becomes words: nothing runs, nothing is fetched', async () => {
  const html =
    '<html><head><title>t</title><style>p{}</style></head><body><p>안녕 &amp; &lt;b&gt;</p><script>alert(1)</script><img src="https://track.example/x" onerror=alert(1)>' +
    '<a href="javascript:alert(1)">여기</a><svg><script>x</script></svg><p>둘째 <b>줄</b></p><iframe src=x>no</iframe><!-- hidden --></body></html>';
  const { text } = await readLetter(withHtml(html));
  assert.equal(text, '안녕 & <b>\n여기\n둘째 줄');
  assert.equal(htmlToWords('1 < 2 <3'), '1 < 2 <3');
  assert.equal(htmlToWords('<script>never closed'), '');
});

test('S7 hostile shapes are read in time, or refused with a word', async () => {
  const read = (raw: Buffer) =>
    readLetter(raw).catch((error: unknown) =>
      assert.match(String((error as { code?: string }).code), /unreadable|too_slow/),
    );
  const nested = Array.from(
    { length: 5_000 },
    (_, no) => `Content-Type: multipart/mixed; boundary=b${no}\r\n\r\n--b${no}\r\n`,
  ).join('');
  const oneLine = [mail('From: a@x', 'Content-Type: text/plain', '', ''), Buffer.alloc(20 * 1024 * 1024, 'x')];
  for (const [limit, raw, what] of [
    [5_000, Buffer.from(`From: a@x\r\nMIME-Version: 1.0\r\n${nested}`), 'nested five thousand deep'],
    [8_000, Buffer.concat(oneLine), '20 MB in one line'],
    [5_000, Buffer.from(`From: a@x\r\n${'X: y\r\n'.repeat(100_000)}\r\nhello`), 'a head of 100,000 lines'],
    [5_000, withHtml('<a "'.repeat(200_000)), 'quotes that nobody closes'],
    [5_000, withHtml(`${'<div>'.repeat(100_000)}x`), 'blocks in blocks'],
  ] as const) {
    const took = await quickest(limit, () => read(raw));
    assert.ok(took < limit, `${what}: ${took} ms`);
  }
  for (const raw of [
    Buffer.alloc(0),
    Buffer.from('\r\n'),
    Buffer.from([0, 255, 254, 10, 10]),
    Buffer.from('no head at all'),
  ])
    await read(raw);
});

test('an address is one, whatever stands around it', () => {
  const cases = [
    ['"Kim, An" <Kim@x.example>, lee@x.example', ['kim@x.example', 'lee@x.example']],
    ['"a@evil.example" <b@x.example>', ['b@x.example']],
    ['undisclosed-recipients:;', []],
    ['<bounce+abc@b.example>', ['bounce+abc@b.example']],
    ['=?utf-8?q?a=40evil.example?= <c@x.example>', ['c@x.example']],
  ] as const;
  for (const [field, addresses] of cases)
    assert.deepEqual(
      addressesOf(field).map(({ address }) => address),
      addresses,
      field,
    );
});

test('S11 the name of a file is a name', () => {
  assert.equal(fileNameOf('..\\..\\a"b\u202e.pdf', 1), 'ab.pdf');
  assert.equal(fileNameOf('...', 3), 'file-3');
});
