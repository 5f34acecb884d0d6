import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnquiryQuery } from '@anbu/contract';
import { must, ok } from '@anbu/server/src/kernel/outcome.ts';
import { findEnquiries, receiveEnquiry } from '@anbu/server/src/modules/enquiries/index.ts';
import { createPerson } from '@anbu/server/src/modules/people/index.ts';
import { violations } from './harness/axe.ts';
import { useExchange } from './harness/exchange.ts';
import { useStage } from './harness/stage.ts';
import { until } from './harness/until.ts';
import type { Visitor } from './harness/visitor.ts';

const stage = useStage();

const calls = useExchange(stage);
const exchange = () => calls.open();
const send = (event: object) => calls.send(event);

async function person(name: string, phone: string): Promise<string> {
  const { app } = stage.program;
  const made = await app.db.inTx(stage.clinic.actor('colleague'), async (tx) => {
    const created = await createPerson(tx, { name, phone });
    if (!created.ok) return created;
    // A colleague's: her name stands on no list of the consultant before it rings.
    const ask = { person: { id: created.value.id }, sourceChannel: 'phone', interests: [] };
    const received = await receiveEnquiry(tx, { ...ask, ownerId: stage.clinic.users.colleague });
    return received.ok ? ok(created.value.id) : received;
  });
  return must(made);
}

/** The moment at which the page says her name, by the page's own clock. */
function rings(visitor: Visitor, name: string): Promise<number> {
  return visitor.page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (document.body.textContent.includes(${JSON.stringify(name)})) resolve(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

test('A16 a ring is on the screen within 300 ms without a reload; Enter opens the person; the ended call is on the timeline', async (context) => {
  await exchange();
  const personId = await person('전화 강민준', '010-5500-0001');
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  await visitor.heading('shell.nav.today').waitFor();
  // The line of the stream stands, and the first ring has warmed what a first ring reads.
  await person('전화 먼저', '010-5500-0002');
  const warm = rings(visitor, '전화 먼저');
  await send({ call: 'w', event: 'ringing', number: '010-5500-0002' });
  await warm;
  await send({ call: 'w', event: 'ended', number: '010-5500-0002', outcome: 'no_answer' });
  await visitor.get('region', visitor.t('telephony.bar')).getByRole('button').first().waitFor({ state: 'detached' });

  const seen = rings(visitor, '전화 강민준');
  const began = Date.now();
  await send({ call: 'a', event: 'ringing', number: '010-5500-0001' });
  const took = (await seen) - began;
  context.diagnostic(`event of the exchange → bar in the browser: ${took.toFixed(0)} ms`);
  assert.ok(took <= 300, `${took.toFixed(0)} ms`);
  assert.deepEqual(await violations(visitor.page), []);
  await visitor.press('Enter');
  await visitor.page.waitForURL(`**/people/${personId}**`);
  await send({ call: 'a', event: 'answered', number: '010-5500-0001' });
  await visitor.reads(visitor.t('telephony.onCall'));
  await stage.program.advance(65_000);
  await send({ call: 'a', event: 'ended', number: '010-5500-0001', outcome: 'answered' });
  await visitor.reads(/수신 전화: 통화 1분 \d+초/);
});

test('A16 an unknown number is received in two fields', async () => {
  await exchange();
  const visitor = await stage.visit({ as: 'consultant', at: '/today', phone: true });
  await send({ call: 'u', event: 'ringing', number: '010-5500-0009' });
  await visitor.button('telephony.receive').click();
  await visitor.field('telephony.callerName').fill('전화 새사람');
  assert.deepEqual(await violations(visitor.page), []);
  await visitor
    .get('form', visitor.t('telephony.receive'))
    .getByRole('button', { name: visitor.t('common.save') })
    .click();
  await visitor.page.waitForURL('**/people/**');
  await until(async () => {
    const found = await stage.program.app.db.inTx(stage.clinic.actor('manager'), (tx) =>
      findEnquiries(tx, EnquiryQuery.parse({ q: '전화 새사람' })),
    );
    return must(found).records.length === 1;
  }, 'the enquiry');
  await send({ call: 'u', event: 'ended', number: '010-5500-0009', outcome: 'answered' });
});

test('settings: an exchange is added with its key, an address is allowed by an administrator', async () => {
  await exchange();
  const visitor = await stage.visit({ as: 'admin', at: '/settings/telephony' });
  await visitor.button('settings.telephony.add').click();
  await visitor.field('settings.telephony.name').fill('통신사');
  assert.deepEqual(await violations(visitor.page), []);
  await visitor.press('Escape');
  await visitor.field('settings.telephony.reason').fill('본원 교환기');
  await visitor.field('settings.telephony.host').fill('10.0.0.5');
  await visitor.button('settings.telephony.allow').click();
  await visitor.reads('10.0.0.5:5038');
  assert.deepEqual(await violations(visitor.page), []);
});
