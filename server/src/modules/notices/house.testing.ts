import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { Client } from 'pg';
import type { Message, NoticeSetting } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { instant } from '../../kernel/instant.ts';
import { makeLog } from '../../platform/log.ts';
import { Keyring } from '../../platform/secrets/index.ts';
import { TEST_KEY, testApp, type TestApp } from '../../testing/app.ts';
import { until } from '../../testing/until.ts';
import { announceDue } from '../consents/index.ts';
import { sweepAlerts } from '../enquiries/index.ts';
import { sendNotices, type NoticeDeps } from './index.ts';

export let app: TestApp;
export let owner: Client;
/** A Thursday, in opening hours. */
export const THURSDAY = instant(Date.parse('2026-11-26T10:00:00+09:00'));
const keyring = new Keyring(TEST_KEY);
export const deps: NoticeDeps = {
  links: {
    secrets: {
      seal: (text, purpose) => keyring.box(purpose).seal(text),
      open: (sealed, purpose) => keyring.box(purpose).open(sealed),
    },
    publicUrl: new URL('http://localhost:3000'),
  },
  onDuty: () => Promise.resolve(true),
  log: makeLog('error', { write: (line) => void errors.push(line) }),
};
const errors: string[] = [];
/** A notice that could not be written waits for minutes: here it fails the test, with the error, also where the program's own sweep had it. */
function noneFailed(): void {
  const ofProgram = app.log.filter((line) => line.includes('a notice could not be written'));
  assert.deepEqual([...errors, ...ofProgram], []);
}

/** Call once at the top of a test file: a clinic whose practice box takes what is sent. */
export function useHouse(): void {
  before(async () => {
    app = await testApp({ at: THURSDAY });
    owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await aSender();
    await aWay();
  });
  // How long the tests before took, and where they left the clock, is nothing to the next one.
  beforeEach(() => app.setClock(THURSDAY));
  after(async () => {
    await owner.end();
    await app.stop();
  });
}

export let wayId: Id = '';
async function aWay(): Promise<void> {
  const way = { kind: 'practice', name: '보관함', channels: ['sms', 'email'], sender: SENDER };
  const made = await app.request('admin', 'POST', '/channels', way);
  assert.equal(made.status, 201, made.text);
  wayId = made.body.id as Id;
}

/** The number as whom the clinic sends, registered with the carrier. */
const SENDER = '0215881234';
async function aSender(): Promise<void> {
  const registration = { registeredOn: '2026-01-02', expiresOn: '2099-12-31' };
  const sender = { channel: 'sms', value: SENDER, name: '대표번호', ...registration };
  assert.equal((await app.request('admin', 'POST', '/senders', sender)).status, 201);
}

let phones = 1000;
/** An enquiry that came in as the web form brings it, by somebody of her own. */
export async function anEnquiry(person: object = {}): Promise<{ id: Id; personId: Id }> {
  const phone = `010-3333-${String(phones++)}`;
  const body = { person: { name: '김안부', phone, ...person }, sourceChannel: 'internet', interests: ['implant'] };
  const made = await app.request('desk', 'POST', '/enquiries', body);
  assert.equal(made.status, 201, made.text);
  return { id: made.body.id as Id, personId: made.body.person.id as Id };
}

/** All events told, all that is due written. The program itself may have some of it in hand: it is waited for. */
export async function settle(): Promise<void> {
  await told();
  await sendNotices(app.db, deps);
  await gone(`notices.notice where next_at <= platform.clock_now()`);
  noneFailed();
  await told();
}
async function told(): Promise<void> {
  await app.runOutbox();
  await gone(`platform.delivery where subscriber like 'notices.%' and state = 'pending'`);
}
/** What is due is told of: also what the program's own sweep has in hand at this moment, which ours passes over. */
export async function announced(): Promise<void> {
  await announceDue(app.db);
  await gone(`consents.duty where state = 'waiting' and announce_at <= platform.clock_now()`);
  await gone(`consents.data_request where settled_at is null and due_at <= platform.clock_now() + interval '3 days'
      and told < case when due_at <= platform.clock_now() then 2 else 1 end`);
}
export async function alerted(): Promise<void> {
  await sweepAlerts(app.db);
  await gone(`enquiries.enquiry where alert_at <= platform.clock_now()`);
}
const gone = (what: string) => until(() => none(what), `the end of ${what}`);
async function none(what: string): Promise<boolean> {
  const { rows } = await owner.query(`select from ${what} limit 1`);
  return rows.length === 0;
}

export async function messagesOf(personId: Id): Promise<Message[]> {
  const answer = await app.request('manager', 'GET', `/messages?person=${personId}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items as Message[];
}
export const textsOf = async (personId: Id) => (await messagesOf(personId)).map(({ text }) => text).reverse();

export async function noticesOf(enquiryId: Id): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(
    `select concat_ws(' ', occasion, state, why) as line from notices.notice where enquiry_id = $1 order by due_at, occasion`,
    [enquiryId],
  );
  return rows.map(({ line }) => line);
}
export async function rowsOf(personId: Id, occasion: string): Promise<{ state: string; why: string | null }[]> {
  const { rows } = await owner.query<{ state: string; why: string | null }>(
    `select state, why from notices.notice where person_id = $1 and occasion = $2`,
    [personId, occasion],
  );
  return rows;
}
/** The clock goes on to the moment at which the last of what waits is due, of this occasion for the enquiry. */
export async function untilDue(enquiryId: Id, occasion: string): Promise<void> {
  await told();
  const { rows } = await owner.query<{ at: Date | null }>(
    `select max(next_at) as at from notices.notice where enquiry_id = $1 and occasion = $2 and state = 'waiting'`,
    [enquiryId, occasion],
  );
  const due = rows[0]?.at;
  assert.ok(due, `${occasion} waits: ${(await noticesOf(enquiryId)).join()}`);
  await app.setClock(instant(due.getTime()));
}
/** What colleagues were told of an enquiry. */
export async function toldOf(
  enquiryId: Id,
  occasion: string,
): Promise<{ body: string; state: string; why: string | null }[]> {
  const { rows } = await owner.query<{ body: string; state: string; why: string | null }>(
    `select m.body, m.state, m.why from notices.notice n join channels.message m on m.org_id = n.org_id and m.id = n.message_id
     where n.enquiry_id = $1 and n.member_id is not null and n.occasion = $2 order by m.made_at, m.id`,
    [enquiryId, occasion],
  );
  return rows;
}
export async function settingOf(occasion: string): Promise<NoticeSetting> {
  const { body } = await app.request('manager', 'GET', '/notices');
  return (body.items as NoticeSetting[]).find((one) => one.occasion === occasion)!;
}
export const book = (id: Id, startsAt: string) =>
  app.act('desk', id, 'transitions', {
    to: 'BOOKED',
    appointment: { startsAt, durationMinutes: 30, serviceCode: 'implant' },
  });
