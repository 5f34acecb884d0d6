import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { until } from '../../../testing/until.ts';
import { freePort } from '../../../platform/embedded-postgres/index.ts';

const REQUIRED = ['1', 'true'].includes(process.env['CI'] ?? '');
const PROGRAMS = ['/usr/sbin/hfaxd', '/usr/sbin/faxq', '/usr/sbin/faxgetty', '/usr/bin/iaxmodem', '/usr/bin/tiff2pdf'];

/** For `test(name, { skip: withoutFax() }, …)`: why it cannot run. Under CI=true the packages must be there. */
export function withoutFax(): string | false {
  if (REQUIRED || (PROGRAMS.every((program) => existsSync(program)) && process.getuid?.() === 0)) return false;
  return `Debian's packages hylafax-server and iaxmodem are not installed, or this is not root`;
}

export const FAX_USER = 'anbu';
export const FAX_PASSWORD = 'secret';
/** Who calls, as the receiving modem is told. */
export const CALLING = '0233334444';

export type FaxServer = {
  readonly port: number;
  /** The modem that calls; the other one picks up. */
  readonly modem: string;
  /**
   * Received pages go to this address from now on, signed with this secret, as docs/fax.md says. `ahead`: seconds by which the clock of who hears them
   * is ahead of this machine's.
   */
  handTo(url: string, secret: string, ahead?: number): Promise<void>;
  /** Tells the scheduler that a modem is ready, as the modem's own process does. */
  modemReady(name: string): Promise<void>;
  log(): Promise<string>;
  stop(): Promise<void>;
};

/**
 * HylaFAX with two modems made of software, back to back in a network of their own: what one sends the other one receives. Everything stands in a folder in memory that goes
 * with it. As root.
 */
export async function startFaxServer(wish: { modems?: boolean; port?: number } = {}): Promise<FaxServer> {
  const { modems = true, port = await freePort() } = wish;
  const folder = await mkdtemp('/dev/shm/anbu-fax-');
  const spool = path.join(folder, 'spool');
  const id = folder.replace('/dev/', '').replaceAll('/', '_');
  await chmod(folder, 0o755);
  await makeSpool(folder, spool, id);
  const children: ChildProcess[] = [];
  const start = (program: string, ...args: string[]) => {
    const child = spawn(program, args, { stdio: 'ignore', cwd: folder });
    children.push(child);
    // Sound is made and heard in real time: beside a busy machine the modems lose each other.
    if (child.pid) spawnSync('chrt', ['-r', '-p', '20', String(child.pid)]);
    return child;
  };
  // No network but their own.
  const away = path.relative('/etc/iaxmodem', folder);
  const inside = `chrt -r -p 20 $$; ip link set lo up; iaxmodem ${away}/B & echo $! >${folder}/B.pid; exec iaxmodem ${away}/A`;
  if (modems) {
    start('unshare', '-n', 'sh', '-c', inside);
    await until(() => existsSync(`${folder}/ttyA`) && existsSync(`${folder}/ttyB`));
  }
  start('/usr/sbin/faxq', '-q', spool, '-D');
  await until(() => existsSync(path.join(spool, 'FIFO')));
  // The address before the port: only then it listens there alone.
  start('/usr/sbin/hfaxd', '-d', '-q', spool, '-l', '127.0.0.1', '-i', String(port));
  const ready = async (name: string) =>
    (await readFile(path.join(spool, 'status', `${id}_${name}`), 'utf8').catch(() => '')).includes('idle');
  if (modems) {
    for (const name of ['ttyA', 'ttyB']) start('/usr/sbin/faxgetty', '-q', spool, path.join(folder, name));
    await until(async () => (await ready('ttyA')) && (await ready('ttyB')));
  } else await until(async () => (await dial(port)) === 'open');
  return {
    port,
    modem: `${id}_ttyA`,
    async handTo(url, secret, ahead = 0) {
      const conf = path.join(folder, 'anbu.conf');
      await writeFile(conf, `ANBU_FAX_URL='${url}'\nANBU_FAX_SECRET='${secret}'\n`);
      const line = `"${HOOK}" "$FILE" "$DEVICE" "$MSG" "$CIDNUMBER" "$CIDNAME" 2>>${folder}/hook.log &`;
      // The script asks for the time with `date`.
      const clock = `#!/bin/sh\n[ "$1" = +%s ] || exec /bin/date "$@"\necho $(($(/bin/date +%s) + ${ahead}))\n`;
      await mkdir(path.join(folder, 'bin'), { recursive: true });
      await writeFile(path.join(folder, 'bin', 'date'), clock, { mode: 0o755 });
      const set = `export ANBU_FAX_CONF=${conf}\nexport PATH=${folder}/bin:$PATH`;
      await writeFile(path.join(spool, 'etc', 'FaxDispatch'), `${set}\n${line}\n`);
    },
    modemReady: (name) => appendFile(path.join(spool, 'FIFO'), `+${id}_${name}:RPcaf9c77f:ff\0`),
    async log() {
      const read = (file: string) => readFile(file, 'utf8').catch(() => '');
      // What the modems said to each other, call by call.
      const calls = (await readdir(path.join(spool, 'log'))).filter((name) => /^c\d+$/.test(name)).sort();
      const jobs = (await readdir(path.join(spool, 'sendq'))).map((name) => path.join(spool, 'sendq', name));
      const files = ['xferfaxlog', ...calls].map((name) => path.join(spool, 'log', name));
      return (await Promise.all([...jobs, ...files, path.join(folder, 'hook.log')].map(read))).join('\n');
    },
    async stop() {
      for (const child of children.reverse()) await ended(child);
      const second = Number(await readFile(`${folder}/B.pid`, 'utf8').catch(() => ''));
      if (second > 0) process.kill(second, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a fax server of the operator's own calls. */
const HOOK = path.resolve(import.meta.dirname, '../../../../../docs/fax/anbu-received');

const FOLDERS = 'archive client config dev docq doneq info log pollq recvq sendq status tmp etc lock bin'.split(' ');

async function makeSpool(folder: string, spool: string, id: string): Promise<void> {
  const at = (...names: string[]) => path.join(spool, ...names);
  for (const name of FOLDERS) await mkdir(at(name), { recursive: true });
  await chmod(at('tmp'), 0o1777);
  await cp('/var/spool/hylafax/bin', at('bin'), { recursive: true });
  for (const kind of ['pdf', 'ps']) {
    if (!existsSync(at('bin', `${kind}2fax`))) await symlink(`${kind}2fax.gs`, at('bin', `${kind}2fax`));
  }
  for (const name of ['hfaxd.conf', 'pagesizes', 'lutRS18.pcf', 'dialrules'])
    await cp(`/etc/hylafax/${name}`, at('etc', name));
  await writeFile(at('etc', 'setup.cache'), setupCache(spool));
  const crypted = spawnSync('perl', ['-e', 'print crypt($ARGV[0], "ab")', FAX_PASSWORD]).stdout.toString();
  await writeFile(at('etc', 'hosts.hfaxd'), `^${FAX_USER}@:10:${crypted}:\n`, { mode: 0o600 });
  await writeFile(at('etc', 'config'), `${DIALLING}${AGAIN}MaxConcurrentCalls: 1\n`);
  const softModem = await readFile('/var/spool/hylafax/config/iaxmodem', 'utf8');
  for (const name of ['A', 'B']) {
    const own = `UUCPLockDir: ${at('lock')}\nRingsBeforeAnswer: ${name === 'B' ? 1 : 0}\nLocalIdentifier: "${name}"\n`;
    await writeFile(at('etc', `config.${id}_tty${name}`), `${DIALLING}${AGAIN}${MODEM}${own}${softModem}`);
    await writeFile(path.join(folder, name), iaxModem(folder, name));
  }
  spawnSync('chown', ['-R', 'uucp:uucp', folder]);
}

const DIALLING = `CountryCode: 82
AreaCode: 2
LongDistancePrefix: 0
InternationalPrefix: 00
DialStringRules: etc/dialrules
`;
// Soft modems that lost each other on a busy machine call again at once, not after minutes.
const AGAIN = ['Busy', 'DataConn', 'Error', 'NoAnswer', 'NoCarrier', 'NoFCon', 'Other', 'Proto']
  .map((what) => `JobReq${what}: 5\n`)
  .join('');
// No line that settles, no speed to find: a modem is ready in four seconds, not ten; and a call that finds nobody is given up after 45, not 180.
const MODEM = `FAXNumber: ${CALLING}
ServerTracing: 0
SessionTracing: 1
RecvFileMode: 0644
LogFileMode: 0644
DeviceMode: 0666
SpeakerVolume: off
TagLineFont: etc/lutRS18.pcf
ModemResetDelay: 100
ModemSoftResetCmdDelay: 100
ModemRate: 38400
ModemDialResponseTimeout: 45000
ModemAnswerResponseTimeout: 45000
TagLineFormat: "From %%l|%c|Page %%P of %%T"
`;

/** The one at the usual port is called: a modem calls that port alone. */
function iaxModem(folder: string, name: string): string {
  return `device ${folder}/tty${name}
owner uucp:uucp
mode 666
port ${name === 'B' ? 4569 : 4570}
refresh 0
server 127.0.0.1
peername ${name}
secret x
cidname Anbu
cidnumber ${CALLING}
codec slinear
nodaemon
`;
}

/** What HylaFAX's scripts are told of the machine. */
function setupCache(spool: string): string {
  return `AWK='/usr/bin/awk'
BIN='/usr/bin'
CAT='/bin/cat'
CHMOD='/bin/chmod'
CP='/bin/cp'
DPSRIP=
ECHO='/bin/echo'
ENCODING='base64'
FONTPATH='/usr/share/fonts/type1/gsfonts'
GREP='/bin/grep'
GSRIP='/usr/bin/gs'
LIBDATA='/etc/hylafax'
LN='/bin/ln'
MKFIFO='/usr/bin/mkfifo'
MV='/bin/mv'
PATH='/usr/sbin:/bin:/usr/bin'
PSPACKAGE='gs'
RM='/bin/rm'
SBIN='/usr/sbin'
SED='/bin/sed'
SENDMAIL='/bin/true'
SPOOL='${spool}'
TIFF2PDF='/usr/bin/tiff2pdf'
TIFFBIN='/usr/bin'
TTYCMD='/usr/bin/tty'
`;
}

async function dial(port: number): Promise<'open' | 'closed'> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return 'open';
  } catch {
    return 'closed';
  } finally {
    socket.destroy();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await once(child, 'exit');
  clearTimeout(timer);
}
