import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended } from '../../../testing/ended.ts';
import { until } from '../../../testing/until.ts';
import { freePort } from '../../../platform/embedded-postgres/index.ts';
import { isOpen } from '../../../testing/postfix.ts';

const REQUIRED = ['1', 'true'].includes(process.env['CI'] ?? '');

/** Debian's packages with which these tests talk, and whether each is there. */
const PACKAGES = {
  kannel: () => existsSync('/usr/sbin/bearerbox') && existsSync('/usr/sbin/smsbox'),
  'libnet-smpp-perl': () => spawnSync('perl', ['-MNet::SMPP', '-e', '1']).status === 0,
} as const;

/** For `test(name, { skip: without('kannel') }, …)`: why it cannot run. Under CI=true the package must be there. */
export function without(name: keyof typeof PACKAGES): string | false {
  if (PACKAGES[name]() || REQUIRED) return false;
  return `Debian's package ${name} is not installed`;
}

export type Peer = { readonly port: number; readonly lines: string[]; stop(): Promise<void> };

/** A message centre that also brings texts: `say` gives the milliseconds until it heard that the text was taken. */
export type PerlCentre = Peer & { say(from: string, text: string): Promise<number> };

/** Net::SMPP as message centre; its lines say what was submitted. */
export async function startPerlCentre(): Promise<PerlCentre> {
  const port = await freePort();
  const child = spawn('perl', [path.join(import.meta.dirname, 'centre.pl'), String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = linesOf(child);
  await until(() => lines.includes('ready'));
  let said = 0;
  return {
    port,
    lines,
    async say(from, text) {
      const no = (said += 1);
      const began = performance.now();
      child.stdin?.write(`say ${from} ${Buffer.from(text, 'utf16le').swap16().toString('hex')}\n`);
      await until(() => lines.includes(`answered ${no} 0`), undefined, { pause: 5 });
      return performance.now() - began;
    },
    stop: () => ended(child),
  };
}

/** What became of a submission: its number, data coding and text. */
export function submitted(line: string): { to: string; coding: number; udh: Buffer | null; text: string } | null {
  const [kind, to = '', coding = '', esm = '', short = '-', payload = '-'] = line.split(' ');
  if (kind !== 'submit') return null;
  const bytes = Buffer.from(payload === '-' ? short.replace('-', '') : payload, 'hex');
  const head = (Number(esm) & 0x40) !== 0 ? bytes[0]! + 1 : 0;
  const body = bytes.subarray(head);
  const text = coding === '8' ? Buffer.from(body).swap16().toString('utf16le') : body.toString('latin1');
  return { to, coding: Number(coding), udh: head > 0 ? bytes.subarray(0, head) : null, text };
}

/** Kannel's two programs over a centre that takes SMPP (`centrePort`): its smsbox takes HTTP at `port`, and posts what comes in to `postUrl`. */
export async function startKannel(centrePort: number, postUrl?: string): Promise<Peer> {
  const [port, admin, box] = [await freePort(), await freePort(), await freePort()];
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-kannel-'));
  const conf = path.join(folder, 'kannel.conf');
  await writeFile(conf, kannelConf({ port, admin, box, centrePort }, postUrl));
  const bearer = spawn('/usr/sbin/bearerbox', [conf], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = linesOf(bearer);
  await until(() => isOpen(box));
  const sms = spawn('/usr/sbin/smsbox', [conf], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  linesOf(sms, lines);
  await until(() => isOpen(port));
  return {
    port,
    lines,
    async stop() {
      await ended(sms);
      await ended(bearer);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function kannelConf({ port, admin, box, centrePort }: Record<string, number>, postUrl: string | undefined): string {
  const groups: Record<string, string | number>[] = [
    {
      group: 'core',
      'admin-port': admin!,
      'admin-interface': '127.0.0.1',
      'admin-password': 'x',
      'smsbox-port': box!,
      'smsbox-interface': '127.0.0.1',
      'dlr-storage': 'internal',
    },
    {
      group: 'smsc',
      smsc: 'smpp',
      'smsc-id': 'centre',
      'allowed-smsc-id': 'centre',
      host: '127.0.0.1',
      port: centrePort!,
      'transceiver-mode': 'true',
      'smsc-username': 'anbu',
      'smsc-password': 'secret',
      'system-type': '""',
      'interface-version': 34,
      'reconnect-delay': 1,
    },
    {
      group: 'smsbox',
      'bearerbox-host': '127.0.0.1',
      'sendsms-port': port!,
      'sendsms-interface': '127.0.0.1',
      'http-request-retry': 1,
      'http-queue-delay': 1,
    },
    ...(postUrl === undefined
      ? []
      : [
          {
            group: 'sms-service',
            keyword: 'default',
            'catch-all': 'true',
            'post-url': postUrl,
            'max-messages': 0,
            concatenation: 'true',
          },
        ]),
    { group: 'sendsms-user', username: 'anbu', password: 'secret', 'max-messages': 10, concatenation: 'true' },
  ];
  const text = (value: string | number) =>
    typeof value === 'string' &&
    !/^(true|smpp|core|smsc|smsbox|sendsms-user|internal|sms-service|default|"")$/.test(value)
      ? `"${value}"`
      : String(value);
  return (
    groups
      .map((group) =>
        Object.entries(group)
          .map(([name, value]) => `${name} = ${text(value)}`)
          .join('\n'),
      )
      .join('\n\n') + '\n'
  );
}

function linesOf(child: ChildProcess, lines: string[] = []): string[] {
  let rest = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      const parts = (rest + data.toString()).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
  }
  return lines;
}
