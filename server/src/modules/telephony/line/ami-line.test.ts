import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAction } from '../ami/action.ts';
import { amiOrders } from '../ami/orders.ts';
import { amiSession } from '../fixtures/session.testing.ts';
import type { CallSignal } from '../rules/signal.ts';
import { openAmi } from './ami-line.ts';
import { AsteriskRules } from './asterisk-rules.testing.ts';
import { openDouble, sessionDouble } from './exchange-double.testing.ts';
import { backoff } from './keeper.ts';
import { faultOf, nothing, settings } from './line.testing.ts';
import { addressOf } from './reach.ts';

/** Name and fields of an action as it was captured. */
function captured(text: string) {
  const [action = ['', ''], , ...fields] = text
    .split('\r\n')
    .filter(Boolean)
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  return { name: action[1], fields };
}

test('the whole captured session over a real socket, each word of ours as it was said then', async () => {
  for (const pieces of [1, 7, 1_400, 1_000_000]) {
    const exchange = await sessionDouble(pieces);
    const heard: CallSignal[] = [];
    const line = await openAmi('127.0.0.1', settings(exchange.port), {
      ...nothing,
      onSignals: (signals) => heard.push(...signals),
    });
    const [, ...actions] = amiSession().filter(({ from }) => from === 'client');
    for (const { text } of actions.slice(0, -1)) {
      const { name, fields } = captured(text);
      assert.equal(await faultOf(line.act(name, fields)), name === 'Bogus' ? 'refused' : 'open', name);
    }
    line.close();
    // The log-off is on its way when the line closes.
    while (exchange.open() > 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(exchange.strange, [], `in pieces of ${String(pieces)}`);
    assert.deepEqual(
      heard.filter(({ what }) => what === 'ended').map(({ end }) => end),
      ['answered', 'busy', 'failed', 'failed'],
    );
    await exchange.stop();
  }
});

test('a wrong password, nobody there, and who is no exchange are told apart', async () => {
  const exchange = await openDouble('secret');
  assert.equal(await faultOf(openAmi('127.0.0.1', settings(exchange.port, 'wrong'), nothing)), 'refused');
  await exchange.stop();
  assert.equal(await faultOf(openAmi('127.0.0.1', settings(exchange.port), nothing)), 'unreachable');
});

test('an exchange that stops to answer is noticed by the ping, one that goes at once', async () => {
  // What goes at once is not asked meanwhile: on a busy machine it would be late with its answer.
  for (const [how, fault, pingEvery] of [
    ['freeze', 'silent', 50],
    ['drop', 'lost', 60_000],
  ] as const) {
    const exchange = await openDouble('secret');
    const { promise, resolve } = Promise.withResolvers<string>();
    await openAmi('127.0.0.1', settings(exchange.port), { ...nothing, onClosed: resolve }, { pingEvery });
    exchange[how]();
    assert.equal(await promise, fault);
    await exchange.stop();
  }
});

test('the double takes and refuses what the captured exchange did, and what its channels allow', async () => {
  const rules = new AsteriskRules();
  const session = amiSession();
  for (const [at, { from, text }] of session.entries()) {
    if (from === 'server') rules.told(text);
    else if (!/^Action: Log/.test(text)) {
      const answer = session.slice(at).find((one) => one.from === 'server' && /^Response: /.test(one.text))?.text ?? '';
      const message = /^Message: (.*)\r$/m.exec(answer)?.[1];
      assert.equal(rules.refuses(text), answer.startsWith('Response: Error') ? message : null, text);
    }
  }
  const order = (action: string, fields: Record<string, string>) =>
    rules.refuses(formatAction(action, '1', Object.entries(fields)));
  const say = (name: string, fields: Record<string, string>) =>
    rules.told(
      `${Object.entries({ Event: name, ...fields })
        .map(([key, value]) => `${key}: ${value}\r\n`)
        .join('')}\r\n`,
    );
  say('Newchannel', { Channel: 'PJSIP/kt-1', ChannelState: '4', Uniqueid: '1.1', Linkedid: '1.1' });
  say('DialBegin', { DestChannel: 'PJSIP/1001-a', DestUniqueid: '1.2', Linkedid: '1.1' });
  const legs = {
    call: '1.1',
    ours: '1.2',
    theirs: '1.1',
    extension: '1002',
    context: 'inside',
    channel: 'PJSIP/{extension}',
    name: 'x',
  };
  const orders = (kind: 'hold' | 'resume' | 'transfer' | 'consult' | 'record' | 'stop_record') =>
    amiOrders({ ...legs, kind }).map(([action, fields]) => rules.refuses(formatAction(action, '1', fields)));
  assert.deepEqual(orders('transfer'), ['Transfer invalid'], 'it only rings');
  assert.deepEqual(orders('hold'), ['Redirect failed, channel not up.']);
  say('DialEnd', { DestChannel: 'PJSIP/1001-a', DestUniqueid: '1.2', Linkedid: '1.1', DialStatus: 'ANSWER' });
  for (const kind of ['hold', 'resume', 'record', 'stop_record', 'consult', 'transfer'] as const) {
    assert.deepEqual(orders(kind), [null], kind);
  }
  assert.deepEqual(orders('stop_record'), ['Could not stop monitoring channel'], 'nothing runs');
  assert.deepEqual([orders('hold'), orders('transfer')], [[null], ['Transfer invalid']], 'who waits is in no call');
  assert.equal(order('Hangup', { Channel: '9.9' }), 'No such channel');
  say('Hangup', { Uniqueid: '1.2', Linkedid: '1.1', Cause: '16' });
  assert.deepEqual(orders('resume'), ['Channel1 does not exists']);
});

test('S9 a line goes out in the open, or into the own network where that was allowed; this machine never', async () => {
  const none = { houses: new Set<string>(), own: new Set<string>() };
  const may = (host: string, reach = none) => faultOf(addressOf(host, 5038, reach));
  assert.equal(await may('8.8.8.8'), 'open');
  assert.equal(await may('10.0.0.5'), 'blocked');
  assert.equal(await may('10.0.0.5', { ...none, houses: new Set(['10.0.0.5:5038']) }), 'open');
  assert.equal(await may('10.0.0.5', { ...none, houses: new Set(['10.0.0.5:80']) }), 'blocked');
  for (const never of ['127.0.0.1', 'localhost', '169.254.169.254', '0.0.0.0', '::1', '100.100.100.200']) {
    assert.equal(await may(never, { ...none, houses: new Set([`${never}:5038`]) }), 'blocked', never);
  }
  assert.equal(await may('127.0.0.1', { ...none, own: new Set(['127.0.0.1:5038']) }), 'open');
});

test('a line that breaks is opened again later and later, not all at the same moment', () => {
  assert.deepEqual(
    [1, 2, 3, 7, 50].map((failures) => backoff(failures, 0)),
    [1_000, 2_000, 4_000, 60_000, 60_000],
  );
  assert.equal(backoff(1, 1), 1_500);
});
