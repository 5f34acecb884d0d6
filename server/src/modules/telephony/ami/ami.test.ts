import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amiSession } from '../fixtures/session.testing.ts';
import type { CallSignal } from '../rules/signal.ts';
import { callerId, formatAction, originateFields } from './action.ts';
import { AmiCalls } from './calls.ts';
import { amiOrders } from './orders.ts';
import type { Order } from '../line/order.ts';
import { AmiFramer, AmiProtocolError, type AmiMessage } from './framer.ts';

const server = () =>
  amiSession()
    .filter(({ from }) => from === 'server')
    .map(({ text }) => text);

const all = Buffer.from(server().join(''));
const names = (messages: readonly AmiMessage[]) => messages.map(({ kind, name }) => `${kind} ${name}`);

test('the captured session reads the same whole, byte by byte, and cut anywhere', () => {
  const whole = names(new AmiFramer().push(all));
  assert.equal(whole.length, server().length);
  assert.equal(whole[0], 'greeting Asterisk Call Manager/12.0.0');
  const framer = new AmiFramer();
  assert.deepEqual(names([...all].flatMap((byte) => framer.push(Buffer.from([byte])))), whole);
  const part = all.subarray(0, 2_500);
  const expected = names(new AmiFramer().push(part));
  for (let at = 0; at <= part.length; at += 1) {
    const cut = new AmiFramer();
    assert.deepEqual(names([...cut.push(part.subarray(0, at)), ...cut.push(part.subarray(at))]), expected, String(at));
  }
});

test('a Korean name survives a cut inside a character', () => {
  const bytes = Buffer.from('Asterisk Call Manager/1.0\r\nEvent: Newchannel\r\nCallerIDName: 안부치과\r\n\r\n');
  for (let at = 0; at <= bytes.length; at += 1) {
    const framer = new AmiFramer();
    const [, event] = [...framer.push(bytes.subarray(0, at)), ...framer.push(bytes.subarray(at))];
    assert.equal(event?.fields.get('calleridname'), '안부치과');
  }
});

test('an event that carries a Response is an event; an answer without Event is an answer', () => {
  const messages = new AmiFramer().push(all);
  const originated = messages.filter(({ name }) => name === 'OriginateResponse');
  assert.deepEqual(
    originated.map(({ kind, fields }) => [kind, fields.get('response'), fields.get('actionid'), fields.get('reason')]),
    [
      ['event', 'Success', '2', '4'],
      ['event', 'Failure', '3', '5'],
      ['event', 'Failure', '4', '0'],
      ['event', 'Failure', '5', '0'],
    ],
  );
  assert.deepEqual(
    messages.filter(({ kind }) => kind === 'response').map(({ name }) => name),
    ['Success', 'Success', 'Success', 'Success', 'Success', 'Error', 'Goodbye'],
  );
});

test('what is no AMI, or has no end, is refused before it fills the memory', () => {
  assert.throws(() => new AmiFramer().push(Buffer.from('HTTP/1.1 400 Bad Request\r\n')), AmiProtocolError);
  assert.throws(() => new AmiFramer().push(Buffer.alloc(300, 'x')), AmiProtocolError);
  const framer = new AmiFramer();
  framer.push(Buffer.from('Asterisk Call Manager/1.0\r\n'));
  assert.throws(() => {
    for (let sent = 0; sent < 100; sent += 1) framer.push(Buffer.alloc(1_024, 'y'));
  }, AmiProtocolError);
});

test('our actions are those of the captured session, line for line', () => {
  const [login, originate] = amiSession().filter(({ from }) => from === 'client');
  assert.equal(
    formatAction('Login', '1', [
      ['Username', 'crm'],
      ['Secret', 'secret'],
      ['Events', 'on'],
    ]),
    login?.text,
  );
  const fields = originateFields({
    callId: 'call-77',
    extension: '1001',
    channel: 'Local/{extension}@agents',
    context: 'patients',
    number: '01012345678',
    callerNumber: '15881234',
    callerName: 'Clinic',
  });
  const captured = originate?.text
    .replace('Variable: ANBU_CALL=77\r\n', '')
    .replace('Timeout: 10000', 'Timeout: 25000');
  assert.equal(formatAction('Originate', '2', fields), captured);
});

test('S5 no value begins a field or an action of its own', () => {
  for (const bad of ['1001\r\nAction: Command', 'a\nb', 'a\rb', 'a\u0000b', 'a\u2028b', 'a\u0085b']) {
    assert.throws(() => formatAction('Originate', '1', [['Exten', bad]]), RangeError, JSON.stringify(bad));
    assert.throws(() => formatAction('Originate', bad, []), RangeError);
  }
  assert.throws(() => formatAction('Originate', '1', [['Exten\r\nX', '1']]), RangeError);
  assert.equal(callerId('안부 "치과" <1>', '1588'), '"안부 치과 1" <1588>');
});

/** `ringing outbound 01012345678 1001 ·`; the end and its cause where there is one. */
const said = ({ what, direction, number, extensions, end, cause }: CallSignal) =>
  [what, direction, number ?? '-', extensions.join('+') || '-', ...(end ? [end, cause ?? '-'] : [])].join(' ');

test('the captured calls: answered, busy, and two that never rang', () => {
  const calls = new AmiCalls();
  const signals = new AmiFramer().push(all).flatMap((message) => calls.hear(message));
  const byCall = Map.groupBy(signals, ({ call }) => call);
  assert.deepEqual(
    [...byCall].map(([call, heard]) => [call, ...heard.map(said)]),
    [
      [
        'call-77',
        'ringing outbound 01012345678 1001',
        'answered outbound 01012345678 1001',
        'ended outbound 01012345678 1001 answered 16',
      ],
      ['1795313103.2', 'ringing outbound busy1 -', 'ended outbound busy1 - busy 17'],
      // The exchange tells these two alike: no leg was dialled, cause 0, reason 0.
      ['1795313105.4', 'ringing outbound noans1 -', 'ended outbound noans1 - failed -'],
      ['1795313108.6', 'ringing outbound nosuch -', 'ended outbound nosuch - failed -'],
    ],
  );
});

/** Events in short: what the session does not hold, as the exchange's documents write them. */
const event = (name: string, fields: Record<string, string>): AmiMessage => ({
  kind: 'event',
  name,
  fields: new Map(Object.entries(fields)),
});
const inbound = (number: string) =>
  event('Newchannel', {
    channel: 'PJSIP/kt-00000001',
    channelstate: '4',
    calleridnum: number,
    exten: '15881234',
    uniqueid: '1.1',
    linkedid: '1.1',
  });
const leg = (extension: string, uniqueid: string) =>
  event('Newchannel', {
    channel: `PJSIP/${extension}-0000000${uniqueid}`,
    channelstate: '0',
    uniqueid,
    linkedid: '1.1',
  });
const dial = (name: 'DialBegin' | 'DialEnd', extension: string, uniqueid: string, dialstatus = '') =>
  event(name, {
    destchannel: `PJSIP/${extension}-0000000${uniqueid}`,
    destuniqueid: uniqueid,
    linkedid: '1.1',
    dialstatus,
  });
const hangUp = (uniqueid: string, cause = '16') => event('Hangup', { uniqueid, linkedid: '1.1', cause });
const fromPhone = event('Newchannel', {
  channel: 'PJSIP/1001-00000001',
  channelstate: '4',
  exten: '01012345678',
  uniqueid: '1.1',
  linkedid: '1.1',
});
const trunk = event('Newchannel', { channel: 'PJSIP/kt-00000002', channelstate: '0', uniqueid: '2', linkedid: '1.1' });

const answered = [inbound('01012345678'), dial('DialBegin', '1001', '2'), dial('DialEnd', '1001', '2', 'ANSWER')];
const ANSWERED = ['ringing inbound 01012345678 1001', 'answered inbound 01012345678 1001'];

const CASES: readonly [why: string, events: readonly AmiMessage[], expected: readonly string[]][] = [
  [
    'two telephones ring, one answers',
    [
      inbound('01012345678'),
      leg('1001', '2'),
      dial('DialBegin', '1001', '2'),
      leg('1002', '3'),
      dial('DialBegin', '1002', '3'),
      dial('DialEnd', '1002', '3', 'ANSWER'),
      dial('DialEnd', '1001', '2', 'CANCEL'),
      hangUp('2', '26'),
      hangUp('3'),
      hangUp('1.1'),
    ],
    [
      'ringing inbound 01012345678 1001',
      'ringing inbound 01012345678 1001+1002',
      'answered inbound 01012345678 1002',
      'ended inbound 01012345678 1001+1002 answered 16',
    ],
  ],
  [
    'one after the other rings, nobody answers',
    [
      inbound('01012345678'),
      dial('DialBegin', '1001', '2'),
      dial('DialEnd', '1001', '2', 'NOANSWER'),
      dial('DialBegin', '1002', '3'),
      hangUp('1.1'),
    ],
    [
      'ringing inbound 01012345678 1001',
      'ringing inbound 01012345678 -',
      'ringing inbound 01012345678 1002',
      'ended inbound 01012345678 1001+1002 no_answer 16',
    ],
  ],
  [
    'she hangs up while she still hears the announcement: missed, though nothing rang',
    [inbound('01012345678'), hangUp('1.1')],
    ['ended inbound 01012345678 - no_answer 16'],
  ],
  [
    'a withheld number is none',
    [inbound('anonymous'), dial('DialBegin', '1001', '2'), hangUp('1.1')],
    ['ringing inbound - 1001', 'ended inbound - 1001 no_answer 16'],
  ],
  [
    'a telephone of ours dials, the person answers',
    [fromPhone, trunk, dial('DialBegin', 'kt', '2'), dial('DialEnd', 'kt', '2', 'ANSWER'), hangUp('2'), hangUp('1.1')],
    [
      'ringing outbound 01012345678 1001',
      'answered outbound 01012345678 1001',
      'ended outbound 01012345678 1001 answered 16',
    ],
  ],
  [
    'a telephone of ours dials, nobody answers',
    [
      fromPhone,
      trunk,
      dial('DialBegin', 'kt', '2'),
      dial('DialEnd', 'kt', '2', 'NOANSWER'),
      hangUp('2', '19'),
      hangUp('1.1'),
    ],
    ['ringing outbound 01012345678 1001', 'ended outbound 01012345678 1001 no_answer 16'],
  ],
  [
    'the line is full: no attempt',
    [
      fromPhone,
      trunk,
      dial('DialBegin', 'kt', '2'),
      dial('DialEnd', 'kt', '2', 'CONGESTION'),
      hangUp('2', '34'),
      hangUp('1.1', '34'),
    ],
    ['ringing outbound 01012345678 1001', 'ended outbound 01012345678 1001 failed 34'],
  ],
  [
    'one telephone of ours calls another: no call of a person',
    [
      event('Newchannel', {
        channel: 'PJSIP/1001-1',
        channelstate: '4',
        exten: '1002',
        uniqueid: '1.1',
        linkedid: '1.1',
      }),
    ],
    [],
  ],
  [
    'two telephones of ours speak with each other: no call of a person either',
    [
      event('Newchannel', {
        ...{ channel: 'PJSIP/1001-1', channelstate: '4', exten: '1002', uniqueid: '1.1', linkedid: '1.1' },
      }),
      dial('DialBegin', '1002', '2'),
      dial('DialEnd', '1002', '2', 'ANSWER'),
      hangUp('2'),
      hangUp('1.1'),
    ],
    [],
  ],
  [
    'a telephone puts her on hold and goes on; that hers does so too is not told',
    [
      ...answered,
      event('Hold', { uniqueid: '2', linkedid: '1.1' }),
      event('Unhold', { uniqueid: '2', linkedid: '1.1' }),
      event('Hold', { uniqueid: '1.1', linkedid: '1.1' }),
    ],
    [...ANSWERED, 'held inbound 01012345678 -', 'resumed inbound 01012345678 -'],
  ],
  [
    'given away at once: the next that answers has it',
    [
      ...answered,
      event('BlindTransfer', {
        result: 'Success',
        transfererlinkedid: '1.1',
        transfereelinkedid: '1.1',
        extension: '1002',
      }),
      hangUp('2'),
      dial('DialBegin', '1002', '3'),
      dial('DialEnd', '1002', '3', 'ANSWER'),
      hangUp('3'),
      hangUp('1.1'),
    ],
    [...ANSWERED, 'moved inbound 01012345678 1002', 'ended inbound 01012345678 1001+1002 answered 16'],
  ],
  [
    'the colleague is asked in the same call',
    [
      ...answered,
      dial('DialBegin', '1002', '3'),
      dial('DialEnd', '1002', '3', 'ANSWER'),
      event('AttendedTransfer', {
        ...{ result: 'Success', origtransfererlinkedid: '1.1', secondtransfererlinkedid: '1.1' },
      }),
      hangUp('2'),
      hangUp('3'),
      hangUp('1.1'),
    ],
    [...ANSWERED, 'moved inbound 01012345678 1002', 'ended inbound 01012345678 1001+1002 answered 16'],
  ],
  [
    'the telephone asks by a call of its own and joins the two: one call, which ends with the last of its legs',
    [
      ...answered,
      event('Newchannel', {
        ...{ channel: 'PJSIP/1001-5', channelstate: '4', exten: '1002', uniqueid: '5', linkedid: '5' },
      }),
      event('Newchannel', { channel: 'PJSIP/1002-6', channelstate: '0', uniqueid: '6', linkedid: '5' }),
      event('DialBegin', { destchannel: 'PJSIP/1002-6', destuniqueid: '6', linkedid: '5' }),
      event('DialEnd', { destchannel: 'PJSIP/1002-6', destuniqueid: '6', linkedid: '5', dialstatus: 'ANSWER' }),
      event('AttendedTransfer', {
        ...{ result: 'Success', origtransfererlinkedid: '1.1', secondtransfererlinkedid: '5' },
      }),
      hangUp('2'),
      event('Hangup', { uniqueid: '5', linkedid: '5', cause: '16' }),
      hangUp('1.1'),
      event('Hangup', { uniqueid: '6', linkedid: '5', cause: '16' }),
    ],
    [...ANSWERED, 'moved inbound 01012345678 1002', 'ended inbound 01012345678 1001+1002 answered 16'],
  ],
  [
    'a transfer that failed moves nothing',
    [...answered, event('AttendedTransfer', { result: 'Fail', origtransfererlinkedid: '1.1' })],
    ANSWERED,
  ],
];

test('each call says its two channels, so that orders can name them; a recording says its file', () => {
  const calls = new AmiCalls();
  const heard = [
    ...answered,
    event('VarSet', { linkedid: '1.1', variable: 'MIXMONITOR_FILENAME', value: '/var/spool/1.1.wav' }),
    hangUp('2'),
    hangUp('1.1'),
  ].flatMap((one) => calls.hear(one));
  assert.deepEqual(
    heard.map(({ legs }) => legs),
    [
      { ours: null, theirs: '1.1' },
      { ours: '2', theirs: '1.1' },
      { ours: '2', theirs: '1.1' },
    ],
  );
  assert.equal(heard.at(-1)?.recording, '/var/spool/1.1.wav');
});

test('orders as AMI reads them', () => {
  const legs = { call: '1.1', ours: '1.2', theirs: '1.1' };
  const place = { extension: '1002', context: 'agents', channel: 'PJSIP/{extension}' };
  const text = (order: Order) =>
    amiOrders(order).map(([action, fields]) => [action, ...fields.map((field) => field.join(': '))].join(' | '));
  assert.deepEqual(text({ ...legs, kind: 'hold' }), [
    'Redirect | Channel: 1.1 | Context: anbu-hold | Exten: music | Priority: 1 | ExtraChannel: 1.2 | ExtraContext: anbu-hold | ExtraExten: wait | ExtraPriority: 1',
  ]);
  assert.deepEqual(text({ ...legs, kind: 'resume' }), ['Bridge | Channel1: 1.2 | Channel2: 1.1']);
  assert.deepEqual(text({ ...legs, ...place, kind: 'transfer' }), [
    'BlindTransfer | Channel: 1.2 | Context: agents | Exten: 1002',
  ]);
  assert.deepEqual(text({ ...legs, ...place, kind: 'consult' }), [
    'Atxfer | Channel: 1.2 | Context: agents | Exten: 1002',
  ]);
  assert.deepEqual(text({ ...legs, kind: 'complete' }), ['Hangup | Channel: 1.2']);
  assert.deepEqual(text({ ...legs, kind: 'return' }), ['CancelAtxfer | Channel: 1.2']);
  assert.deepEqual(text({ ...legs, kind: 'record', name: '1.1.wav' }), [
    'MixMonitor | Channel: 1.1 | File: 1.1.wav | options: a',
  ]);
  assert.deepEqual(text({ ...legs, kind: 'stop_record', name: '1.1.wav' }), ['StopMixMonitor | Channel: 1.1']);
  assert.deepEqual(text({ ...legs, kind: 'hang_up' }), ['Hangup | Channel: 1.1']);
});

test('calls that the session does not hold', () => {
  for (const [why, events, expected] of CASES) {
    const calls = new AmiCalls();
    assert.deepEqual(events.flatMap((one) => calls.hear(one)).map(said), expected, why);
  }
});
