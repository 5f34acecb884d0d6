import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  app = await testApp();
});
after(() => app.stop());

test('F5 an API key is not kept for a repetition: the second answer is a refusal and there is one key', async () => {
  const make = () =>
    app.request(
      'admin',
      'POST',
      '/api-keys',
      { name: '보고서', scopes: ['people.read'] },
      { 'idempotency-key': 'one' },
    );
  const first = await make();
  assert.equal(first.status, 201, first.text);
  const second = await make();
  assert.equal(second.status, 409, second.text);
  assert.equal(second.body.code, 'request.idempotency_secret');
  const list = await app.request('admin', 'GET', '/api-keys');
  assert.equal(list.body.items.length, 1);
  assert.equal(second.text.includes(first.body.key), false);
});
