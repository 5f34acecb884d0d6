import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ariSession } from '../fixtures/session.testing.ts';
import type { CallSignal } from '../rules/signal.ts';
import { AriCalls } from './calls.ts';
import { readAriEvent, type AriEvent } from './events.ts';
import { CAPTURED } from './captured.testing.ts';

const said = ({ what, direction, number, extensions, end, cause }: CallSignal) =>
  [what, direction, number ?? '-', extensions.join('+') || '-', ...(end ? [end, cause ?? '-'] : [])].join(' ');

test('the captured session is one call of ours: rung, answered by the person, ended with the last leg', () => {
  const calls = new AriCalls(CAPTURED);
  const heard = ariSession().flatMap((line) => {
    const event = 'event' in line ? readAriEvent(JSON.stringify(line.event)) : null;
    return event ? calls.hear(event).map(said) : [];
  });
  // The number of a call of ours stands in our own row.
  assert.deepEqual(heard, ['ringing outbound - 1001', 'answered outbound - 1001', 'ended outbound - 1001 answered 16']);
});

test('every event of the session is read or passed over, none is taken for another', () => {
  const types = ariSession().flatMap((line) =>
    'event' in line ? [readAriEvent(JSON.stringify(line.event))?.type ?? 'passed over'] : [],
  );
  const count = (type: string) => types.filter((one) => one === type).length;
  assert.deepEqual(
    ['Dial', 'StasisStart', 'StasisEnd', 'ChannelDestroyed'].map((type) => [type, count(type)]),
    [
      ['Dial', 4],
      ['StasisStart', 2],
      ['StasisEnd', 2],
      ['ChannelDestroyed', 4],
    ],
  );
});

test('what is no event of ours says nothing, and stops nothing', () => {
  for (const text of ['', '{', 'null', '[]', '{"type":"PeerStatusChange"}', '{"type":"Dial"}']) {
    assert.equal(readAriEvent(text), null, text);
  }
});

const channel = (id: string, name: string, state: string, number = '', exten = '') => ({
  id,
  name,
  state,
  caller: { number },
  dialplan: { exten },
});
const caller = channel('1.1', 'PJSIP/kt-00000001', 'Ring', '01012345678', '15881234');
const phone = (extension: string) => channel(`p${extension}`, `PJSIP/${extension}-00000002`, 'Down');
const dial = (extension: string, dialstatus: string): AriEvent => ({
  type: 'Dial',
  dialstatus,
  caller,
  peer: phone(extension),
});
const destroyed = (one: typeof caller, cause = 16): AriEvent => ({ type: 'ChannelDestroyed', cause, channel: one });
const created = (one: typeof caller): AriEvent => ({ type: 'ChannelCreated', channel: one });
const own = channel('1.1', 'PJSIP/1001-00000001', 'Ring', '1001', '01012345678');
const trunk = channel('t', 'PJSIP/kt-00000009', 'Down');

const CASES: readonly [why: string, events: readonly AriEvent[], expected: readonly string[]][] = [
  [
    'two telephones ring, one answers',
    [
      created(caller),
      dial('1001', ''),
      dial('1002', ''),
      dial('1002', 'RINGING'),
      dial('1002', 'ANSWER'),
      dial('1001', 'CANCEL'),
      destroyed(caller),
    ],
    [
      'ringing inbound 01012345678 1001',
      'ringing inbound 01012345678 1001+1002',
      'answered inbound 01012345678 1002',
      'ended inbound 01012345678 1001+1002 answered 16',
    ],
  ],
  [
    'nobody answers',
    [created(caller), dial('1001', ''), dial('1001', 'NOANSWER'), destroyed(caller)],
    [
      'ringing inbound 01012345678 1001',
      'ringing inbound 01012345678 -',
      'ended inbound 01012345678 1001 no_answer 16',
    ],
  ],
  [
    'a telephone of ours dials, the person is busy',
    [
      created(own),
      { type: 'Dial', dialstatus: '', caller: own, peer: trunk },
      { type: 'Dial', dialstatus: 'BUSY', caller: own, peer: trunk },
      destroyed(own, 17),
    ],
    ['ringing outbound 01012345678 1001', 'ended outbound 01012345678 1001 busy 17'],
  ],
  [
    'half of a Local channel is no call',
    [created(channel('x', 'Local/1001@agents-00000004;2', 'Ring', '', '1001'))],
    [],
  ],
];

test('calls that the session does not hold', () => {
  for (const [why, events, expected] of CASES) {
    const calls = new AriCalls();
    assert.deepEqual(events.flatMap((one) => calls.hear(one)).map(said), expected, why);
  }
});
