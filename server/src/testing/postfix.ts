import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from '../platform/embedded-postgres/index.ts';
import { until } from './until.ts';

/** For `test(name, { skip: withoutPostfix() }, …)`. Under CI=true the package must be there. */
export function withoutPostfix(): string | false {
  const isThere = existsSync('/usr/sbin/postfix') && process.getuid?.() === 0;
  if (isThere || ['1', 'true'].includes(process.env['CI'] ?? '')) return false;
  return "Debian's package postfix is not installed, or this is not root";
}

export type Postfix = { readonly port: number; readonly lines: string[]; stop(): Promise<void> };

/** A private Postfix that hands everything on to `relayPort`, but what goes to a domain of `others`; without DNS, in a folder of its own. As root. */
export async function startPostfix(relayPort: number, others: Readonly<Record<string, number>> = {}): Promise<Postfix> {
  const port = await freePort();
  const folder = await mkdtemp(path.join('/var/tmp', 'anbu-postfix-'));
  await chmod(folder, 0o755);
  const at = (name: string) => path.join(folder, name);
  for (const name of ['etc', 'spool', 'data', 'spool/pid', 'spool/etc']) await mkdir(at(name), { recursive: true });
  const uid = Number(spawnSync('id', ['-u', 'postfix']).stdout.toString());
  await chown(at('data'), uid, 0);
  await writeFile(at('etc/main.cf'), mainCf(folder, relayPort, others));
  await writeFile(at('etc/master.cf'), masterCf(port));
  const run = (...args: string[]) => spawnSync('/usr/sbin/postfix', ['-c', at('etc'), ...args], { encoding: 'utf8' });
  const started = run('start');
  if (started.status !== 0) throw new Error(`postfix does not start: ${started.stderr}`);
  await until(() => isOpen(port), 'postfix');
  return {
    port,
    lines: [],
    async stop() {
      run('stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function mainCf(folder: string, relayPort: number, others: Readonly<Record<string, number>>): string {
  const ways = Object.entries(others).map(([domain, port]) => `{ ${domain} = smtp:[127.0.0.1]:${port} }`);
  return `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = /var
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
mydestination =
local_recipient_maps =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtp_dns_support_level = disabled
smtp_host_lookup = native
relayhost = [127.0.0.1]:${relayPort}
smtpd_tls_security_level = none
smtp_tls_security_level = none
transport_maps = inline:{ ${ways.length > 0 ? ways.join(', ') : '{ none.invalid = smtp }'} }
alias_maps =
alias_database =
`;
}

function masterCf(port: number): string {
  const rows = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${rows.join('\n')}\n`;
}

export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
