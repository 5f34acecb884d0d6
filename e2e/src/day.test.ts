import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALL_OUTCOMES, type StatusCode } from '@anbu/contract';
import { KNOWN } from './harness/clinic.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';
import type { Visitor } from './harness/visitor.ts';

const stage = useStage();

const keyOf = (outcome: (typeof CALL_OUTCOMES)[number]) => String(CALL_OUTCOMES.indexOf(outcome) + 1);
const panelOf = (visitor: Visitor) => visitor.get('region', visitor.t('desk.record'));
const told = (visitor: Visitor, status: StatusCode) =>
  visitor.page.getByRole('alert').filter({ hasText: visitor.t(`enquiries.status.${status}`) });

type Read = { claim: { userId: string } | null; attempts: unknown[]; person: { name: string | null } };

const opened = ({ page }: Visitor): string => new URL(page.url()).searchParams.get('enquiry') ?? '';
async function read({ page, url }: Visitor, id: string): Promise<Read> {
  return (await (await page.request.get(`${url}/api/v1/enquiries/${id}`)).json()) as Read;
}

/** Until the notice says whose act was taken back, and `what` it was. Gives its words. */
async function tookBack(visitor: Visitor, what: string): Promise<string> {
  const [, after = ''] = visitor.t('desk.undo.done', { name: '\u0000', what: '\u0001' }).split('\u0001');
  const notice = visitor.page
    .getByRole('alert')
    .filter({ hasText: what })
    .filter({ hasText: after.replace(/^\S*\s/, '') });
  await notice.first().waitFor();
  return notice.first().innerText();
}

/** Until what has the focus begins with these words. */
async function focused(visitor: Visitor, words: string): Promise<void> {
  await until(
    async () => String(await visitor.page.evaluate('document.activeElement?.textContent ?? ""')).startsWith(words),
    `the focus on ${words}`,
  );
}

/** Chooses what follows by the keyboard: Tab is the way, Space presses. */
async function pressChoice(visitor: Visitor, name: string | RegExp): Promise<void> {
  const choice = panelOf(visitor)
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first();
  await choice.focus();
  await visitor.press('Space');
  await until(async () => (await choice.getAttribute('aria-pressed')) === 'true', `${name} to be pressed`);
}

test('a consultant works through calls by the keyboard alone: no answer, hold, undo, booking, promise', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  const { t, page } = visitor;
  await visitor.get('grid', t('shell.nav.today')).waitFor();

  // The next call, and nobody answers: two keys, the result in words, and the next person is there.
  await visitor.press('C');
  await panelOf(visitor).waitFor();
  const first = page.url();
  await visitor.press(keyOf('NO_ANSWER'), 'E');
  await page
    .getByRole('alert')
    .filter({ hasText: /차 부재|장기 부재/ })
    .first()
    .waitFor();
  await page.waitForURL((url) => url.searchParams.has('enquiry') && url.href !== first);
  await panelOf(visitor).waitFor();

  // Who answers: hold with a reason; the day is proposed.
  await visitor.press(keyOf('CONNECTED'));
  await pressChoice(visitor, t('enquiries.status.HOLD'));
  await pressChoice(visitor, t('enquiries.likelihood.M'));
  await pressChoice(visitor, t('enquiries.hold.COST'));
  const day = page.getByLabel(t('desk.hold.recontact'));
  await until(async () => (await day.inputValue()) !== '', 'a day that the reason proposes');
  await visitor.press('Control+Enter');
  await told(visitor, 'HOLD').waitFor();

  // Taken back.
  await visitor.press('U');
  await tookBack(visitor, t('enquiries.status.HOLD'));

  // The same person books instead: the keyboard is led to the day, then comes the time.
  await visitor.press('B');
  await focused(visitor, t('time.today'));
  await page.getByLabel(t('desk.booking.when')).fill('2026-11-27');
  await page.getByLabel(t('common.time'), { exact: true }).fill('1500');
  await page.getByLabel(t('common.time'), { exact: true }).press('Control+Enter');
  await told(visitor, 'BOOKED').waitFor();
  await visitor.press('Escape');
  await panelOf(visitor).waitFor({ state: 'detached' });

  // The next one wants to be called in half an hour.
  await visitor.button('shell.palette.nextCall').focus();
  await visitor.press('Enter');
  await visitor.reads(t('desk.claim.mine'));
  await visitor.press(keyOf('CONNECTED'));
  await pressChoice(visitor, new RegExp(t('enquiries.status.CALLBACK')));
  await pressChoice(visitor, t('desk.quick.in30'));
  await visitor.press('Control+Enter');
  await told(visitor, 'CALLBACK').waitFor();
});

test('U takes back the last recorded act, not the lock on the next one', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  const { t, page } = visitor;
  await visitor.get('grid', t('shell.nav.today')).waitFor();
  await visitor.press('C');
  await panelOf(visitor).waitFor();
  const first = opened(visitor);
  const before = await read(visitor, first);
  await visitor.press(keyOf('NO_ANSWER'), 'E');
  await page.waitForURL((url) => (url.searchParams.get('enquiry') ?? first) !== first);
  await panelOf(visitor).waitFor();
  const second = opened(visitor);
  const undo = visitor.get('button', new RegExp(`^${t('desk.undo')}`));
  await undo.first().waitFor();
  assert.equal(await undo.count(), 1, 'only in the notice');
  await visitor.press('U');
  const called = await tookBack(visitor, '');
  assert.ok(called.startsWith(before.person.name ?? t('common.noName')), called);
  assert.equal((await read(visitor, first)).attempts.length, before.attempts.length);
  assert.equal((await read(visitor, second)).claim?.userId, stage.clinic.users.consultant, 'the next one stays taken');
});

test('each press of Escape closes one layer, and the last one gives the work back', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  const { t } = visitor;
  await visitor.get('grid', t('shell.nav.today')).waitFor();
  await visitor.press('C');
  await panelOf(visitor).waitFor();
  const id = opened(visitor);
  const holder = async () => (await read(visitor, id)).claim?.userId;
  await until(async () => (await holder()) === stage.clinic.users.consultant, 'the lock');
  await visitor.press('Z');
  await focused(visitor, t('desk.quick.in60'));
  await visitor.press('Escape');
  await visitor.get('dialog').waitFor({ state: 'detached' });
  await visitor.press('?');
  await visitor.get('dialog', t('shell.help.title')).waitFor();
  await visitor.press('Escape');
  await visitor.get('dialog').waitFor({ state: 'detached' });
  assert.equal(opened(visitor), id, 'the panel stays');
  await visitor.press('Escape');
  await panelOf(visitor).waitFor({ state: 'detached' });
  await until(async () => (await holder()) === undefined, 'the work to be back in the queue');
});

test('on a phone the work goes back to the queue by the way back of the browser', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/today', phone: true });
  const { t, page } = visitor;
  await visitor.get('grid', t('shell.nav.today')).locator('tbody').getByRole('row').first().click();
  await panelOf(visitor).waitFor();
  const id = opened(visitor);
  await until(async () => (await read(visitor, id)).claim !== null, 'the lock');
  await page.goBack();
  await panelOf(visitor).waitFor({ state: 'detached' });
  await until(async () => (await read(visitor, id)).claim === null, 'the work to be back in the queue');
});

test('the queue is walked by J and K, seen by Space, opened by Enter, left by Escape', async () => {
  const visitor = await stage.visit({ as: 'colleague', at: '/today' });
  const { t, page } = visitor;
  const rows = visitor.get('grid', t('shell.nav.today')).locator('tbody').getByRole('row');
  await rows.first().waitFor();
  await visitor.press('J', 'J', 'K');
  const selected = visitor.get('grid').getByRole('row', { selected: true });
  assert.equal(await selected.getAttribute('aria-rowindex'), '2');
  await visitor.press('Space');
  await visitor.get('dialog').getByText(t('desk.preview.recent')).waitFor();
  await visitor.press('Escape');
  await visitor.get('dialog').waitFor({ state: 'detached' });
  await visitor.press('Enter');
  await panelOf(visitor).waitFor();
  await visitor.press('Escape');
  await panelOf(visitor).waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).searchParams.has('enquiry'), false);
});

test('G and a letter goes to a screen, ? shows the keys that work there', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/today' });
  const { t } = visitor;
  await visitor.heading('shell.nav.today').waitFor();
  for (const [letter, title] of [
    ['E', 'shell.nav.enquiries'],
    ['L', 'audit.title'],
    ['T', 'shell.nav.today'],
  ] as const) {
    await visitor.press('G', letter);
    await visitor.heading(title).waitFor();
  }
  await visitor.press('Shift+?');
  const help = visitor.get('dialog', t('shell.help.title'));
  await help.getByText(t('shell.shortcut.palette')).waitFor();
  await help.getByText(t('desk.key.call'), { exact: true }).waitFor();
});

test('the palette finds a person by initial consonants and by the end of her number, and goes to screens', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  const { t, page } = visitor;
  for (const asked of [KNOWN.initials, KNOWN.tail]) {
    await visitor.heading('shell.nav.today').waitFor();
    await visitor.press('Control+K');
    await visitor.get('textbox', t('shell.palette.placeholder')).fill(asked);
    await visitor.get('dialog').getByText(KNOWN.name, { exact: true }).waitFor();
    await visitor.press('Enter');
    await visitor.get('heading', new RegExp(`^${KNOWN.name}`)).waitFor();
    await visitor.press('G', 'T');
    await page.waitForURL((url) => url.pathname === '/today');
  }
});

test('the act of the palette takes the next person and opens her, from any screen', async () => {
  const visitor = await stage.visit({ as: 'colleague', at: '/people' });
  const { t, page } = visitor;
  await visitor.heading('people.title').waitFor();
  await visitor.press('Control+K');
  await visitor.get('textbox', t('shell.palette.placeholder')).fill(t('shell.palette.nextCall'));
  await visitor.get('dialog').getByText(t('shell.palette.nextCall'), { exact: true }).waitFor();
  await visitor.press('Enter');
  await page.waitForURL((url) => url.pathname === '/today' && url.searchParams.has('enquiry'));
  await panelOf(visitor).waitFor();
  await visitor.reads(t('desk.claim.mine'));
});
