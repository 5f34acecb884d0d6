import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KNOWN } from './harness/clinic.ts';
import { KoreanKeyboard } from './harness/ime.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

test('a name composed in the new enquiry: Enter ends the syllable and sends nothing', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/enquiries/new' });
  const keyboard = await KoreanKeyboard.of(visitor);
  const name = visitor.field('common.name').first();
  await name.focus();
  for (const [text, code] of [
    ['ㅁ', 'KeyA'],
    ['미', 'KeyL'],
    ['민', 'KeyS'],
  ] as const) {
    await keyboard.compose(text, code);
  }
  await keyboard.enterWhileComposing('민');
  assert.equal(await name.inputValue(), '민');
  assert.equal(await visitor.page.getByText(visitor.t('field.required')).count(), 0, 'the form was sent');
});

test('the palette searches what is being composed, and Enter of the input method chooses nothing', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  const keyboard = await KoreanKeyboard.of(visitor);
  await visitor.heading('shell.nav.today').waitFor();
  await visitor.press('Control+K');
  const field = visitor.get('textbox', visitor.t('shell.palette.placeholder'));
  await field.waitFor();
  await field.fill('김민');
  await keyboard.compose('ㅈ', 'KeyW');
  await keyboard.compose('지', 'KeyL');
  await visitor.get('dialog').getByText(KNOWN.name, { exact: true }).waitFor();
  await keyboard.enterWhileComposing('지');
  assert.equal(await field.inputValue(), '김민지');
  assert.equal(new URL(visitor.page.url()).pathname, '/today');
  await visitor.get('dialog').getByText(KNOWN.name, { exact: true }).waitFor();
  await visitor.press('Enter');
  await visitor.page.waitForURL(/\/people\//);
});

test('a memo composed with the letters of shortcuts fires none of them', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/people' });
  const keyboard = await KoreanKeyboard.of(visitor);
  await visitor.heading('people.title').waitFor();
  await visitor.press('Control+K');
  await visitor.get('textbox', visitor.t('shell.palette.placeholder')).fill(KNOWN.tail);
  await visitor.get('dialog').getByText(KNOWN.name, { exact: true }).click();
  const memo = visitor.field('people.memo.write');
  await memo.focus();
  const address = visitor.page.url();
  for (const [text, code] of [
    ['ㅊ', 'KeyC'],
    ['ㅠ', 'KeyB'],
    ['ㅅ', 'KeyG'],
    ['ㅅ', 'KeyT'],
  ] as const) {
    await keyboard.compose(text, code);
    await keyboard.commit(text);
  }
  await keyboard.compose('네', 'KeyP');
  await keyboard.enterWhileComposing('네');
  assert.equal(await memo.inputValue(), 'ㅊㅠㅅㅅ네');
  assert.equal(visitor.page.url(), address);
});

test('letter shortcuts work while the keyboard is in Hangul mode', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/today' });
  const keyboard = await KoreanKeyboard.of(visitor);
  await visitor.heading('shell.nav.today').waitFor();
  await keyboard.hangulKey('ㅎ', 'KeyG');
  await keyboard.hangulKey('ㄷ', 'KeyE');
  await visitor.heading('shell.nav.enquiries').waitFor();
  await visitor.get('grid').locator('tbody').getByRole('row').first().waitFor();
  await keyboard.hangulKey('ㅓ', 'KeyJ');
  await visitor.get('grid').getByRole('row', { selected: true }).waitFor();
});

test('the search of the board follows what is being composed, and Enter of the input method opens nobody', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/enquiries' });
  const { page, t } = visitor;
  const keyboard = await KoreanKeyboard.of(visitor);
  const grid = visitor.get('grid', t('shell.nav.enquiries'));
  await grid.locator('tbody').getByRole('row').first().waitFor();
  const box = visitor.get('searchbox', t('shell.search'));
  await box.focus();
  for (const [text, code] of [
    ['ㄱ', 'KeyR'],
    ['ㅁ', 'KeyA'],
  ] as const) {
    await keyboard.compose(text, code);
    await keyboard.commit(text);
  }
  await keyboard.compose('ㅈ', 'KeyW');
  await page.waitForURL((url) => url.searchParams.get('q') === KNOWN.initials);
  await grid.getByText(KNOWN.name, { exact: true }).first().waitFor();
  await keyboard.enterWhileComposing('ㅈ');
  assert.equal(await box.inputValue(), KNOWN.initials);
  const address = new URL(page.url());
  assert.equal(address.pathname, '/enquiries');
  assert.equal(address.searchParams.has('enquiry'), false);
});
