import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { KNOWN, nameOf } from './harness/clinic.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';

const stage = useStage();

test('a new enquiry needs a person and a channel, then it has its next action on the page of the person', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/enquiries/new' });
  const { page, t } = visitor;
  await visitor.button('desk.new.save').click();
  await visitor.reads(t('people.name_or_phone_required'));
  await visitor.reads(t('field.choose'));
  await visitor.field('common.name').first().fill('나새롬');
  await visitor.field('common.phone').first().fill('010-1234-567');
  await visitor.get('button', '소개').click();
  await visitor.button('desk.new.save').click();
  await visitor.reads(t('phone.impossible'));
  await visitor.field('common.phone').first().fill('010-9090-4545');
  await visitor.button('desk.new.save').click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}\?enquiry=/);
  await visitor
    .get('heading', /^나새롬/)
    .first()
    .waitFor();
  await visitor.reads('010-9090-4545');
});

test('whoever comes in without a booking is registered as visited by two fields', async () => {
  const visitor = await stage.visit({ as: 'desk', at: '/enquiries/new?kind=walk_in' });
  const { page, t } = visitor;
  await visitor.field('common.name').fill('오셨네');
  await visitor.field('common.phone').fill('010-3333-2211');
  await visitor.button('desk.walkIn.save').click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
  await visitor.reads(t('enquiries.status.VISITED'));
});

test('filters of the board stand in the address, and a reload keeps them', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/enquiries' });
  const { page, t } = visitor;
  const chip = visitor.get('button', new RegExp(`^${t('desk.group.hold')}`));
  await chip.click();
  await page.waitForURL((url) => url.searchParams.get('status') === 'HOLD');
  const rows = visitor.get('grid', t('shell.nav.enquiries')).locator('tbody').getByRole('row');
  await rows
    .filter({ hasText: t('enquiries.status.HOLD') })
    .first()
    .waitFor();
  await page.reload();
  await until(async () => (await chip.getAttribute('aria-pressed')) === 'true', 'the filter after the reload');
  await rows
    .filter({ hasText: t('enquiries.status.HOLD') })
    .first()
    .waitFor();
  assert.equal(await rows.filter({ hasText: t('enquiries.status.WAITING') }).count(), 0);
});

test('several enquiries are handed over at once', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/enquiries?status=NEW' });
  const { t } = visitor;
  const rows = visitor.get('grid', t('shell.nav.enquiries')).locator('tbody').getByRole('row');
  await rows.first().waitFor();
  const picks = rows.getByRole('checkbox');
  await picks.nth(0).check();
  await picks.nth(1).check();
  await visitor.reads(t('desk.bulk.picked', { count: 2 }));
  await visitor.button('desk.handOver').click();
  const dialog = visitor.get('dialog');
  await dialog.getByRole('radio', { name: t('desk.handOver.to.person') }).check();
  await dialog.getByRole('combobox', { name: t('common.owner') }).click();
  await visitor.get('option', new RegExp(`^${nameOf('colleague')}`)).click();
  await dialog.getByRole('button', { name: t('desk.handOver.submit', { count: 2 }), exact: true }).click();
  await visitor.reads(t('desk.handOver.done', { count: 2 }));
});

test('all that is shown is chosen by one box, in the head or on a phone above the cards, and let go again', async () => {
  for (const phone of [false, true]) {
    const visitor = await stage.visit({ as: 'manager', at: '/enquiries?status=NEW', phone });
    const { t } = visitor;
    const rows = visitor.get('grid', t('shell.nav.enquiries')).locator('tbody').getByRole('row');
    await rows.first().waitFor();
    const { items } = (await (await visitor.page.request.get(`${visitor.url}/api/v1/enquiries?status=NEW`)).json()) as {
      items: unknown[];
    };
    const all = visitor.get('checkbox', t('desk.bulk.pickAll'));
    await all.check();
    await visitor.reads(t('desk.bulk.picked', { count: items.length }));
    assert.equal(await rows.getByRole('checkbox').first().isChecked(), true);
    await rows.getByRole('checkbox').first().uncheck();
    await visitor.reads(t('desk.bulk.picked', { count: items.length - 1 }));
    assert.equal(await all.evaluate((box) => (box as unknown as { indeterminate: boolean }).indeterminate), true);
    await visitor.button('desk.bulk.clear').click();
    assert.equal(await all.isChecked(), false);
  }
});

test('A12 the list of people is cut, ordered, kept as a view and leaves as a file', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/people' });
  const { page, t } = visitor;
  const rows = visitor.get('grid', t('shell.nav.people')).locator('tbody').getByRole('row');
  await rows.first().waitFor();
  await visitor.get('button', t('desk.board.filters')).click();
  await visitor.get('combobox', t('filters.sex')).click();
  await visitor.get('option', t('people.sex.male')).click();
  await page.waitForURL((url) => url.searchParams.get('sex') === 'male');
  await visitor
    .get('button', t('filters.remove', { filter: `${t('filters.sex')}: ${t('people.sex.male')}` }))
    .waitFor();
  await page.keyboard.press('Escape');
  await visitor.get('combobox', t('desk.board.sort')).click();
  await visitor.get('option', t('people.sort.name')).click();
  await page.waitForURL((url) => url.searchParams.get('sort') === 'name');
  await visitor.get('button', t('views.columns')).click();
  await visitor.get('checkbox', t('column.lastVisit')).check();
  await visitor
    .get('dialog')
    .getByRole('button', { name: t('common.close') })
    .last()
    .click();
  await visitor.get('columnheader', t('column.lastVisit')).waitFor();
  await visitor.get('button', new RegExp(t('views.menu'))).click();
  await visitor.get('menuitem', t('views.save')).click();
  await visitor.field('views.name').fill('남자 고객');
  await visitor.button('common.save').click();
  await visitor.get('button', /남자 고객/).waitFor();
  await visitor.go('/people');
  await visitor.get('button', new RegExp(t('views.menu'))).click();
  await visitor.get('menuitem', /남자 고객/).click();
  await page.waitForURL((url) => url.searchParams.get('sex') === 'male' && url.searchParams.get('sort') === 'name');
  await visitor.get('columnheader', t('column.lastVisit')).waitFor();
  await visitor.button('exports.button').click();
  await visitor.field('exports.reason').fill('월말 보고');
  const downloaded = page.waitForEvent('download');
  await visitor.button('exports.make').click();
  assert.match((await downloaded).suggestedFilename(), /^고객 .*\.xlsx$/);
});

test('on the page of a person a number is added, an impossible one is refused in words', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: `/people?q=${KNOWN.tail}` });
  const { page, t } = visitor;
  await visitor.get('grid').locator('tbody').getByRole('row').filter({ hasText: KNOWN.name }).click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
  await visitor.get('button', t('common.phone')).click();
  const field = visitor.field('common.phone');
  await field.fill('010-12');
  await visitor.button('common.add').click();
  await page
    .getByText(t('phone.impossible'))
    .or(page.getByText(t('phone.not_a_phone')))
    .first()
    .waitFor();
  await field.fill('02-555-0199');
  await visitor.button('common.add').click();
  await visitor.reads('02-555-0199');
});

test('a list of the old program in CP949 is checked first and taken in only after a yes', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/imports' });
  const { page, t } = visitor;
  await visitor.heading('import.title').waitFor();
  const text = ['이름,전화번호,생년월일', '가져온이,010-6161-7272,1990-01-02', '틀린번호,010-12,1991-03-04', ''].join(
    '\r\n',
  );
  await page
    .getByLabel(t('import.choose'))
    .setInputFiles({ name: '명단.csv', mimeType: 'text/csv', buffer: iconv.encode(text, 'cp949') });
  await visitor.button('import.upload').click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
  const apply = visitor.get('button', t('import.apply', { count: 1 }));
  await apply.click();
  await visitor
    .get('dialog')
    .getByRole('button', { name: t('import.apply', { count: 1 }) })
    .click();
  await page
    .getByRole('status')
    .filter({ hasText: t('import.applied') })
    .waitFor();
  await visitor.go('/people?q=7272');
  await visitor.reads('가져온이');
});
