import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialled, jobsOf, receiptOf, whyOf } from './hylafax-words.ts';

const ID = '0199aa10-5c00-7000-8000-000000000021';

// As hfaxd of Debian lists them by our format.
const JOBS: readonly [line: string, state: string, why: string | null, reason: string][] = [
  [`3|B|0|0|${ID}|Blocked by concurrent calls`, 'sent', null, 'another one calls this number'],
  [`3|R|0|1|${ID}|`, 'sent', null, 'it calls'],
  [`3|S|0|1|${ID}|Busy signal detected`, 'sent', null, 'it tries again later'],
  [`3|D|1|1|${ID}|`, 'delivered', null, 'all pages are there'],
  [`3|F|0|1|${ID}|Busy signal detected; too many attempts to dial`, 'failed', 'fax_busy', 'busy each time'],
  [`3|F|0|1|${ID}|No answer from remote`, 'failed', 'fax_no_answer', 'nobody picks up'],
  [
    `3|F|0|1|${ID}|No response to PPS repeated 3 times.; too many attempts to dial`,
    'failed',
    'fax_broken_off',
    'the line was bad',
  ],
  [`3|F|2|3|${ID}|No response to PPS repeated 3 times.`, 'failed', 'fax_in_part:2:3', 'two pages are there'],
  [`1|F|0|0|${ID}|REJECT: No work found in job file`, 'failed', 'fax_refused', 'faxq does not take it'],
  [`1|F|0|1|${ID}|Kill time expired`, 'failed', 'fax_too_late', 'its time is up'],
];

test('what a job of the queue says of its message', () => {
  for (const [line, state, why, reason] of JOBS) {
    const [job] = jobsOf([line]);
    assert.ok(job, line);
    const receipt = receiptOf(job);
    assert.deepEqual([receipt.messageId, receipt.state, receipt.why], [ID, state, why], reason);
  }
});

test('jobs of somebody else are passed over', () => {
  assert.deepEqual(jobsOf(['7|D|1|1|invoice 12|', '8|R|0|1||', 'no format at all', '']), []);
});

test('words that HylaFAX may end with, and codes that have a sentence', () => {
  assert.equal(whyOf('No local dialtone'), 'fax_no_line');
  assert.equal(whyOf('No carrier detected'), 'fax_no_fax');
  assert.equal(whyOf('Job aborted by user'), 'fax_stopped');
  assert.equal(whyOf(''), 'fax_broken_off');
});

const DIALLED: readonly [
  to: string,
  sender: string,
  numbers: string,
  prefix: string | null,
  dialled: string,
  reason: string,
][] = [
  ['+82312223333', '0215881234', 'national', null, '0312223333', 'at home in Korea'],
  ['+82312223333', '0215881234', 'national', '9,', '9,0312223333', 'behind an exchange'],
  ['+12125550100', '0215881234', 'national', null, '0012125550100', 'abroad'],
  ['+12125550100', '+14155550100', 'national', null, '12125550100', 'at home in the United States'],
  ['+82312223333', '0215881234', 'international', null, '+82312223333', 'the server knows its country'],
];

test('how a number is dialled', () => {
  for (const [to, sender, numbers, prefix, expected, reason] of DIALLED)
    assert.equal(dialled(to, sender, numbers, prefix), expected, reason);
});
