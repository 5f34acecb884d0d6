import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { must, ok } from '@anbu/server/src/kernel/outcome.ts';
import { receiveEnquiry } from '@anbu/server/src/modules/enquiries/index.ts';
import { createPerson } from '@anbu/server/src/modules/people/index.ts';
import { useExchange } from './harness/exchange.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';
import { SipBridge, type PhoneEvent } from './sip/bridge.ts';
import { GIVES_UP, IS_BUSY, SPEAKS } from './sip/scenarios.ts';
import {
  freeUdpPort,
  heardAt,
  openTelephone,
  sayTo,
  sipp,
  withoutSip,
  type SipEvent,
  type Telephone,
} from './sip/telephone.ts';

// Real SIP over loopback: a telephone (baresip) and the other end (sipp) ring, speak and hang up. What stands on the timeline (number, length, outcome)
// is what their dialogs came to; the exchange's side tells it by signed events, as any exchange does.

const stage = useStage();
const exchange = useExchange(stage);
const skip = withoutSip();
let telephone: Telephone;
const heard: SipEvent[] = [];
/** When an event of a number was begun to be told, and was taken. */
const told = new Map<string, { began: number; taken: number }>();
const isTold = (number: string, event: PhoneEvent['event']) =>
  until(
    () => told.get(`${number} ${event}`),
    () => `that ${number} has ${event}: ${telephone.told.join('\n')}`,
  );
before(async () => {
  if (skip) return;
  const bridge = new SipBridge('1001', async (event) => {
    const began = performance.now();
    await exchange.send(event);
    told.set(`${event.number} ${event.event}`, { began, taken: performance.now() });
  });
  telephone = await openTelephone('1001', (event) => {
    heard.push(event);
    bridge.hear(event);
  });
});
after(async () => {
  if (!skip) await telephone.stop();
});
/** The id of the call, which both ends know. */
const callOf = (number: string) => heard.find((one) => one.number === number)?.id ?? '';

async function person(name: string, phone: string): Promise<string> {
  const made = await stage.program.app.db.inTx(stage.clinic.actor('consultant'), async (tx) => {
    const created = await createPerson(tx, { name, phone });
    if (!created.ok) return created;
    const ask = { person: { id: created.value.id }, sourceChannel: 'phone', interests: [] };
    const received = await receiveEnquiry(tx, { ...ask, ownerId: stage.clinic.users.consultant });
    return received.ok ? ok(created.value.id) : received;
  });
  return must(made);
}

test(
  'A16 a real SIP call: it rings on the screen, is spoken, and stands on the timeline with its length, without a reload',
  { skip },
  async (context) => {
    await exchange.open();
    const personId = await person('진짜 통화', '010-5500-0077');
    const visitor = await stage.visit({ as: 'consultant', at: `/people/${personId}` });
    await visitor.reads('진짜 통화');
    const port = await freeUdpPort();
    const call = sipp({ from: '01055000077', at: telephone.sipPort, scenario: SPEAKS, port });
    await visitor.reads(visitor.t('telephony.ringing'));
    // A hand on the receiver.
    telephone.command('accept');
    await visitor.reads(visitor.t('telephony.onCall'));
    const from = await isTold('01055000077', 'answered');
    await until(() => performance.now() - from.taken > 2_000, 'two seconds of talk');
    await sayTo(port, 'INFO', callOf('01055000077'));
    const { code, errors } = await call;
    assert.equal(code, 0, errors);
    // By the events, to the second and what a busy machine needs to tell them.
    const to = await isTold('01055000077', 'ended');
    const least = Math.floor((to.began - from.taken) / 1_000);
    const most = Math.ceil((to.taken - from.began) / 1_000);
    const possible = Array.from({ length: most - least + 1 }, (_, more) => least + more);
    await visitor.reads(new RegExp(`수신 전화: 통화 (${possible.join('|')})초`));
    assert.deepEqual(
      heard.filter(({ number }) => number === '01055000077').map(({ type }) => type),
      ['CALL_INCOMING', 'CALL_ESTABLISHED', 'CALL_CLOSED'],
    );
    context.diagnostic(`SIP dialog: ${heard.map(({ type }) => type).join(' → ')}`);
  },
);

test('A16 a real SIP call that nobody takes is on the open list of missed calls', { skip }, async () => {
  await person('부재 통화', '010-5500-0078');
  const visitor = await stage.visit({ as: 'consultant', at: '/calls?kind=missed' });
  await visitor.heading('calls.title').waitFor();
  const port = await freeUdpPort();
  const call = sipp({ from: '01055000078', at: telephone.sipPort, scenario: GIVES_UP, port });
  await visitor.reads(visitor.t('telephony.ringing'));
  await sayTo(port, 'INFO', callOf('01055000078'));
  const { code, errors } = await call;
  assert.equal(code, 0, errors);
  // On the list of missed calls, which was open all the time.
  await visitor.get('row', /부재 통화.*부재중/).waitFor();
});

test('a call from the telephone to a number that is busy is logged as busy, by the answer 486', { skip }, async () => {
  const personId = await person('바쁜 고객', '010-5500-0079');
  const visitor = await stage.visit({ as: 'consultant', at: `/people/${personId}` });
  await visitor.reads('바쁜 고객');
  const port = await freeUdpPort();
  const other = sipp({ listen: port, scenario: IS_BUSY });
  await heardAt(port);
  telephone.command('dial', `sip:01055000079@127.0.0.1:${String(port)}`);
  assert.equal((await other).code, 0);
  await visitor.reads(/발신 전화: 통화 중/);
  assert.match(heard.at(-1)?.reason ?? '', /^486/);
});
