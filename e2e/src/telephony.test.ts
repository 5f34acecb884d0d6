import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { EnquiryQuery } from '@anbu/contract';
import { must, ok } from '@anbu/server/src/kernel/outcome.ts';
import { findEnquiries, receiveEnquiry } from '@anbu/server/src/modules/enquiries/index.ts';
import { createPerson } from '@anbu/server/src/modules/people/index.ts';
import { openDouble, type Double } from '@anbu/server/src/modules/telephony/line/exchange-double.testing.ts';
import { violations } from './harness/axe.ts';
import { useExchange } from './harness/exchange.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';
import type { Visitor } from './harness/visitor.ts';

let manager: Double;
const stage = useStage(async () => {
  manager = await openDouble('secret');
  process.env['ANBU_OUTGOING_ALLOW'] = `127.0.0.1:${manager.port}`;
});
after(() => manager.stop());

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

/** The moment at which the bar says her name, by the page's own clock, which is the machine's. */
function rings(visitor: Visitor, name: string): Promise<number> {
  return visitor.page.evaluate(`new Promise((resolve) => {
    const bar = document.querySelector('section[aria-label=' + JSON.stringify(${JSON.stringify(visitor.t('telephony.bar'))}) + ']');
    const look = () => {
      if (bar.textContent.includes(${JSON.stringify(name)})) resolve(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

/** Of a ring to the screen, in milliseconds; a busy machine gets more tries than an idle one needs. */
const AT_ONCE = 300;
const LEAST_RINGS = 3;
const MOST_RINGS = 10;

test('A16 a ring is on the screen within 300 ms without a reload; Enter opens the person; the ended call is on the timeline', async (context) => {
  await exchange();
  const callers = [];
  for (let no = 0; no < MOST_RINGS; no += 1) {
    const [name, number] = [`전화 온이${'가나다라마바사아자차'[no]!}`, `010-5501-000${no}`];
    callers.push({ name, number, id: await person(name, number) });
  }
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  await visitor.heading('shell.nav.today').waitFor();
  const bar = visitor.get('region', visitor.t('telephony.bar'));
  await bar.waitFor({ state: 'attached' });
  // The quickest counts: that is what the program needs. What the others need more is a busy machine's, and what a first ring reads.
  const took: number[] = [];
  let last = callers[0]!;
  for (last of callers) {
    const { name, number } = last;
    assert.equal(await visitor.page.getByText(name).count(), 0, 'her name is not there before it rings');
    const seen = rings(visitor, name);
    const began = Date.now();
    await send({ call: number, event: 'ringing', number });
    took.push((await seen) - began);
    const isEnough = took.length >= LEAST_RINGS && Math.min(...took) <= AT_ONCE;
    if (isEnough || took.length === MOST_RINGS) break;
    await send({ call: number, event: 'ended', number, outcome: 'no_answer' });
    await bar.getByRole('button').first().waitFor({ state: 'detached' });
  }
  const words = took.map((one) => one.toFixed(0)).join(', ');
  context.diagnostic(`event of the exchange → bar in the browser: ${words} ms`);
  assert.ok(Math.min(...took) > 0 && Math.min(...took) <= AT_ONCE, `${words} ms`);
  assert.deepEqual(await violations(visitor.page), []);
  await visitor.press('Enter');
  await visitor.page.waitForURL(`**/people/${last.id}**`);
  const { number } = last;
  await send({ call: number, event: 'answered', number });
  await visitor.reads(visitor.t('telephony.onCall'));
  await stage.program.advance(65_000);
  await send({ call: number, event: 'ended', number, outcome: 'answered' });
  await visitor.reads(/수신 전화: 통화 1분 \d+초/);
});

test('A16 an unknown number is received in two fields, on a phone over the work that lies there', async () => {
  await exchange();
  const visitor = await stage.visit({ as: 'consultant', at: '/today', phone: true });
  await visitor.get('row').nth(1).click();
  await visitor.get('dialog', visitor.t('desk.panel')).waitFor();
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

test('A16 a number that a family shares: nobody is guessed, who it is is one press', async () => {
  await exchange();
  await person('가족 어머니', '010-5500-0005');
  const daughter = await person('가족 딸', '010-5500-0005');
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  await send({ call: 'f', event: 'ringing', number: '010-5500-0005' });
  const bar = visitor.get('region', visitor.t('telephony.bar'));
  await bar.getByText(visitor.t('telephony.pick', { count: 2 })).waitFor();
  await bar.getByRole('button', { name: '가족 어머니' }).waitFor();
  assert.equal(
    await bar.getByRole('button', { name: visitor.t('telephony.open') }).count(),
    0,
    'none is opened unasked',
  );
  assert.deepEqual(await violations(visitor.page), []);
  await bar.getByRole('button', { name: '가족 딸' }).click();
  await visitor.page.waitForURL(`**/people/${daughter}**`);
  await bar.getByRole('button', { name: visitor.t('telephony.open') }).waitFor();
  await send({ call: 'f', event: 'ended', number: '010-5500-0005', outcome: 'no_answer' });
});

/** An exchange that takes orders, and the colleague's telephone 1002 at it; its line stands. */
async function atManager(): Promise<void> {
  const { page, url } = await stage.visit({ as: 'admin', at: '/settings/telephony' });
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, data?: object) => {
    const options = { method, headers: { origin: url }, ...(data ? { data } : {}) };
    const answer = await page.request.fetch(`${url}/api/v1/telephony/${path}`, options);
    assert.ok(answer.ok(), await answer.text());
    return (await answer.json()) as { id: string; items: { id: string; state: string }[] };
  };
  const place = { host: '127.0.0.1', port: manager.port, username: 'crm', password: 'secret' };
  const { id } = await ask('POST', 'exchanges', { kind: 'ami', name: '본원 교환기', ...place });
  await ask('PUT', `agents/${stage.clinic.users.colleague}`, { telephone: { exchangeId: id, extension: '1002' } });
  await until(async () => {
    const { items } = await ask('GET', 'exchanges');
    return items.some((one) => one.id === id && one.state === 'connected');
  }, 'the line to the exchange');
}

const told = (name: string, fields: Record<string, string>) =>
  manager.say(
    `${Object.entries({ Event: name, ...fields })
      .map(([key, value]) => `${key}: ${value}\r\n`)
      .join('')}\r\n`,
  );
const ordered = async (...parts: string[]): Promise<string> => {
  await until(() => Promise.resolve(parts.every((part) => manager.orders.at(-1)?.includes(part))), parts.join());
  return manager.orders.at(-1) ?? '';
};

test('A16 C dials, and asks which of several numbers; hold, transfer and hang-up; what the exchange refuses is said, with the number to dial by hand', async () => {
  await exchange();
  await atManager();
  const personId = await person('두 번호', '010-5500-0101');
  const visitor = await stage.visit({ as: 'colleague', at: `/people/${personId}` });
  const { t, page } = visitor;
  const phone = { phone: '010-5500-0102', label: '집' };
  const headers = { origin: visitor.url };
  await page.request.post(`${visitor.url}/api/v1/people/${personId}/phones`, { data: phone, headers });
  await visitor.get('button', t('telephony.dial', { name: '010-5500-0101' })).waitFor();

  await visitor.press('C');
  const numbers = visitor.get('dialog', t('telephony.pickNumber'));
  await numbers.getByRole('button', { name: /010-5500-0101/ }).waitFor();
  assert.deepEqual(await violations(page), []);
  await numbers.getByRole('button', { name: /010-5500-0102/ }).click();
  const order = await ordered('Action: Originate', 'Exten: 01055000102', 'Channel: PJSIP/1002');
  const bar = visitor.get('region', t('telephony.bar'));
  await bar.getByText(t('telephony.dialling')).waitFor();
  const id = /ChannelId: (\S+)/.exec(order)?.[1] ?? '';
  const own = { Uniqueid: id, Linkedid: id };
  const trunk = { DestChannel: 'PJSIP/kt-b', DestUniqueid: '5.2', Linkedid: id };
  told('Newchannel', { Channel: 'PJSIP/1002-c', ChannelState: '0', Exten: '1002', ...own });
  told('Newexten', { Exten: '01055000102', Application: 'Dial', ...own });
  told('DialBegin', trunk);
  told('DialEnd', { ...trunk, DialStatus: 'ANSWER' });
  const act = (key: 'hold' | 'resume' | 'transfer' | 'hangUp' | 'close') =>
    bar.getByRole('button', { name: t(`telephony.${key}`), exact: true });
  await act('hold').click();
  await ordered('Action: Redirect', 'Exten: music');
  await bar.getByText(/대기 중/).waitFor();
  await act('resume').click();
  await ordered('Action: Bridge');

  manager.refuse('Redirect');
  await act('hold').click();
  await bar.getByText(`${t('telephony.refused.hold')} · ${t('telephony.order.refused')}`).waitFor();
  assert.deepEqual(await violations(page), []);
  await act('transfer').click();
  const atOnce = visitor.get('group', t('telephony.transferNow'));
  await atOnce.getByRole('menuitem', { name: /이수민 · 1001/ }).click();
  await ordered('Action: BlindTransfer', 'Exten: 1001');
  await bar.getByText(t('telephony.order.refused')).waitFor({ state: 'detached' });
  await act('hangUp').click();
  await ordered('Action: Hangup');
  told('Hangup', { ...own, Cause: '16' });
  await bar.getByText(t('telephony.over.title')).waitFor();
  await act('close').click();
  await act('close').waitFor({ state: 'detached' });

  // From Today, of the row under the cursor; nothing rings now.
  await page
    .getByRole('link', { name: t('shell.nav.today') })
    .first()
    .click();
  await visitor.get('row').nth(1).waitFor();
  manager.refuse('Originate');
  await visitor.press('J', 'C');
  await bar.getByText(t('telephony.refused.dial')).waitFor();
  // Nothing rings: what said so is taken back.
  await page.getByText(t('telephony.dialled'), { exact: true }).waitFor({ state: 'detached' });
  const byHand = bar.getByRole('link', { name: t('telephony.byHand', { number: '' }) });
  assert.match((await byHand.getAttribute('href')) ?? '', /^tel:\+8210\d{8}$/);
  assert.deepEqual(await violations(page), []);
});

test('F3 what happens between the first look of a page and the stream is on its list without a reload', async () => {
  await exchange();
  const visitor = await stage.visit({ as: 'manager', at: '/settings/account' });
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await visitor.page.route('**/api/v1/stream', async (route) => {
    await held;
    await route.continue();
  });
  await visitor.go('/calls');
  await visitor.heading('calls.title').waitFor();
  await visitor.get('row').first().waitFor();
  const number = '010-5500-0777';
  assert.equal(await visitor.page.getByText(number).count(), 0);
  await send({ call: 'gap', event: 'ringing', number });
  await send({ call: 'gap', event: 'ended', number, outcome: 'no_answer' });
  letGo();
  await visitor.reads(number);
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
