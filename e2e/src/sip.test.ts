import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { must, ok } from '@anbu/server/src/kernel/outcome.ts';
import { receiveEnquiry } from '@anbu/server/src/modules/enquiries/index.ts';
import { createPerson } from '@anbu/server/src/modules/people/index.ts';
import { useExchange } from './harness/exchange.ts';
import { useStage } from './harness/stage.ts';
import { SipBridge } from './sip/bridge.ts';
import { givesUp, IS_BUSY, speaks } from './sip/scenarios.ts';
import { freeUdpPort, openTelephone, sipp, withoutSip, type SipEvent, type Telephone } from './sip/telephone.ts';

// Real SIP over loopback: a telephone (baresip) and the other end (sipp) ring, speak and hang up. What stands on the timeline (number, length, outcome)
// is what their dialogs came to; the exchange's side tells it by signed events, as any exchange does.

const stage = useStage();
const exchange = useExchange(stage);
const skip = withoutSip();
let telephone: Telephone;
let bridge: SipBridge;
const heard: SipEvent[] = [];
before(async () => {
  if (skip) return;
  bridge = new SipBridge('1001', (event) => exchange.send(event));
  telephone = await openTelephone('1001', (event) => {
    heard.push(event);
    bridge.hear(event);
  });
});
after(async () => {
  if (!skip) await telephone.stop();
});

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
    const call = sipp({ from: '01055000077', at: telephone.sipPort, scenario: speaks(3_000) });
    await visitor.reads(visitor.t('telephony.ringing'));
    // A hand on the receiver.
    telephone.command('accept');
    await visitor.reads(visitor.t('telephony.onCall'));
    assert.equal((await call).code, 0, 'each SIP message came as it should');
    await bridge.done();
    // Three seconds by the one who called; the same by the events of the other telephone, to the second.
    await visitor.reads(/수신 전화: 통화 [34]초/);
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
  // It rings for as long as a busy machine takes to show it.
  const call = sipp({ from: '01055000078', at: telephone.sipPort, scenario: givesUp(8_000) });
  await visitor.reads(visitor.t('telephony.ringing'));
  const { code, errors } = await call;
  assert.equal(code, 0, errors);
  await bridge.done();
  // On the list of missed calls, which was open all the time.
  await visitor.get('row', /부재 통화.*부재중/).waitFor();
});

test('a call from the telephone to a number that is busy is logged as busy, by the answer 486', { skip }, async () => {
  const personId = await person('바쁜 고객', '010-5500-0079');
  const visitor = await stage.visit({ as: 'consultant', at: `/people/${personId}` });
  await visitor.reads('바쁜 고객');
  const port = await freeUdpPort();
  const other = sipp({ listen: port, scenario: IS_BUSY });
  await new Promise((resolve) => setTimeout(resolve, 300));
  telephone.command('dial', `sip:01055000079@127.0.0.1:${String(port)}`);
  assert.equal((await other).code, 0);
  await bridge.done();
  await visitor.reads(/발신 전화: 통화 중/);
  assert.match(heard.at(-1)?.reason ?? '', /^486/);
});
