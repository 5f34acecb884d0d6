import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@anbu/server/src/platform/embedded-postgres/index.ts';
import { ended } from '@anbu/server/src/testing/ended.ts';
import { until } from '@anbu/server/src/testing/until.ts';

const REQUIRED = ['1', 'true'].includes(process.env['CI'] ?? '');

/** Why no real telephone can ring here; under CI=true the packages must be there. */
export function withoutSip(): string | false {
  const there = ['baresip', 'sipp'].every((name) => spawnSync('which', [name]).status === 0);
  return there || REQUIRED ? false : 'Debian’s packages baresip and sip-tester are not installed';
}

/** What baresip tells of a call on its control line. */
export type SipEvent = {
  readonly type: 'CALL_INCOMING' | 'CALL_OUTGOING' | 'CALL_RINGING' | 'CALL_ESTABLISHED' | 'CALL_CLOSED';
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  /** The user part of the other end. */
  readonly number: string;
  /** Of `CALL_CLOSED`: what the dialog ended with. */
  readonly reason: string;
};
export type Telephone = {
  readonly sipPort: number;
  /** All that was told, in order; for messages of a test that fails. */
  readonly told: readonly string[];
  command(name: 'accept' | 'dial' | 'hangup', params?: string): void;
  stop(): Promise<void>;
};

/** A real SIP telephone on loopback: baresip, steered over its control line. Its sound is a bridge to itself. */
export async function openTelephone(extension: string, hear: (event: SipEvent) => void): Promise<Telephone> {
  const [sipPort, controlPort] = [await freeUdpPort(), await freePort()];
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-baresip-'));
  await writeFile(path.join(folder, 'config'), config(sipPort, controlPort));
  await writeFile(path.join(folder, 'accounts'), `<sip:${extension}@127.0.0.1:${String(sipPort)}>;regint=0\n`);
  await writeFile(path.join(folder, 'contacts'), '');
  const child = spawn('baresip', ['-4', '-f', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const told: string[] = [];
  child.stdout.on('data', (data: Buffer) => void told.push(data.toString().trim()));
  child.stderr.on('data', (data: Buffer) => void told.push(data.toString().trim()));
  const control = await reach(controlPort, child, told);
  let rest = Buffer.alloc(0);
  control.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    // Netstrings: the length, a colon, the JSON, a comma.
    for (let colon = rest.indexOf(58); colon > 0; colon = rest.indexOf(58)) {
      const length = Number(rest.toString('latin1', 0, colon));
      if (rest.length < colon + length + 2) return;
      const text = rest.toString('utf8', colon + 1, colon + 1 + length);
      rest = rest.subarray(colon + length + 2);
      told.push(text);
      const event = eventOf(text);
      if (event) hear(event);
    }
  });
  return {
    sipPort,
    told,
    command(name, params = '') {
      const text = JSON.stringify({ command: name, params, token: name });
      control.write(`${String(Buffer.byteLength(text))}:${text},`);
    },
    async stop() {
      control.destroy();
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const TYPES: readonly string[] = [
  'CALL_INCOMING',
  'CALL_OUTGOING',
  'CALL_RINGING',
  'CALL_ESTABLISHED',
  'CALL_CLOSED',
] satisfies SipEvent['type'][];

function eventOf(text: string): SipEvent | null {
  const told = JSON.parse(text) as Record<string, unknown>;
  const word = (name: string) => (typeof told[name] === 'string' ? told[name] : '');
  if (told['event'] !== true || !TYPES.includes(word('type'))) return null;
  return {
    type: word('type') as SipEvent['type'],
    id: word('id'),
    direction: word('direction') === 'outgoing' ? 'outgoing' : 'incoming',
    number: /^sips?:([^@;>]+)@/.exec(word('peeruri'))?.[1] ?? '',
    reason: word('param'),
  };
}

function config(sipPort: number, controlPort: number): string {
  return `sip_listen 127.0.0.1:${String(sipPort)}
audio_source aubridge,here
audio_player aubridge,here
audio_alert aubridge,nowhere
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${String(controlPort)}
`;
}

/** `at` = the telephone that it calls; `listen` = where it waits to be called. `port` = its own, where a test has something to say to it. */
export type SippCall = { readonly scenario: string } & (
  { readonly from: string; readonly at: number; readonly port?: number } | { readonly listen: number }
);
/** The other end: sipp plays a scenario once. Gives its exit code, 0 where each message came as the scenario says. */
export async function sipp(call: SippCall): Promise<{ code: number; errors: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-sipp-'));
  const file = path.join(folder, 'scenario.xml');
  const calls = 'at' in call;
  await writeFile(file, calls ? call.scenario.replaceAll('{from}', call.from) : call.scenario);
  const port = calls ? (call.port ?? (await freeUdpPort())) : call.listen;
  const options = ['-sf', file, '-m', '1', '-i', '127.0.0.1', '-p', String(port), '-nostdin', '-timeout', '90s'];
  const child = spawn('sipp', calls ? [`127.0.0.1:${String(call.at)}`, ...options] : options, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stdout.resume();
  child.stderr.on('data', (data: Buffer) => void (errors += data.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  await rm(folder, { recursive: true, force: true });
  return { code: code ?? -1, errors };
}

async function reach(port: number, child: ChildProcess, told: readonly string[]): Promise<Socket> {
  const why = () => `that baresip starts: ${told.join('\n')}`;
  return until(() => {
    if (child.exitCode !== null) throw new Error(`in vain waited for ${why()}`);
    const socket = connect(port, '127.0.0.1');
    return new Promise<Socket | null>((resolve) => {
      socket.once('connect', () => resolve(socket));
      socket.once('error', () => resolve(null));
    });
  }, why);
}

export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  socket.close();
  return port;
}

/** Until somebody hears at a port of UDP; a look that leaves the port alone. */
export async function heardAt(port: number): Promise<void> {
  const place = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  await until(async () => (await readFile('/proc/net/udp', 'latin1')).includes(` ${place} `), `UDP port ${port}`);
}

/** A message of a call to its other end, as if the telephone said it: a scenario goes on with it. */
export async function sayTo(port: number, method: string, callId: string): Promise<void> {
  const lines = [
    `${method} sip:here@127.0.0.1:${String(port)} SIP/2.0`,
    'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-test',
    'From: <sip:there@127.0.0.1>;tag=there',
    'To: <sip:here@127.0.0.1>;tag=here',
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    'Content-Length: 0',
  ];
  const socket = createSocket('udp4');
  await new Promise((resolve) => socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, '127.0.0.1', resolve));
  socket.close();
}
