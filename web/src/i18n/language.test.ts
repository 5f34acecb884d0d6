import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages as ko } from '@anbu/contract/messages/ko/index';
import { pickLanguage, translator } from './language.ts';

test('the first language of the browser that we speak is shown, Korean when it has none of ours', () => {
  assert.equal(pickLanguage(['fr-FR', 'zh-Hant-TW', 'en']), 'zh');
  assert.equal(pickLanguage(['EN-gb']), 'en');
  assert.equal(pickLanguage(['fr', 'de']), 'ko');
});

test('a code of a newer server gives the sentence that came with it', () => {
  const t = translator(ko, 'ko');
  assert.equal(t.code('request.not_yet_known', {}, '서버의 문장'), '서버의 문장');
  assert.equal(t.code('field.too_long', { maximum: 1200 }, ''), '1,200자까지 입력할 수 있습니다.');
  assert.equal(t('shell.shortcut.goTo', { screen: '설정' }), '설정으로 이동');
});
