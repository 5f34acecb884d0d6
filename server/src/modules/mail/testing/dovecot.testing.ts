import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isOpen } from '../../../testing/postfix.ts';
import { ended } from '../../../testing/ended.ts';
import { until } from '../../../testing/until.ts';

const PROGRAM = '/usr/sbin/dovecot';
const USER = { name: 'clinic', password: 'Pa55w0rd' };

/** For `test(name, { skip: withoutDovecot() }, …)`. Under CI=true the package must be there. */
export function withoutDovecot(): string | false {
  if ((existsSync(PROGRAM) && process.getuid?.() === 0) || ['1', 'true'].includes(process.env['CI'] ?? ''))
    return false;
  return "Debian's package dovecot-imapd is not installed, or this is not root";
}

export type Dovecot = {
  readonly port: number;
  readonly user: typeof USER;
  /** A mail as it would be delivered there. */
  drop(raw: string): Promise<void>;
  /** It ends and begins again, and counts the mailbox anew, as after a repair. */
  countAnew(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A private Dovecot with one user and her Maildir, in a folder of its own: lets her in by password, or by a token of which it asks at `introspect`. As root, who
 * gives its processes away.
 */
export async function startDovecot(port: number, introspect: string): Promise<Dovecot> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-dovecot-'));
  await chmod(folder, 0o755);
  const at = (name: string) => path.join(folder, name);
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody']).stdout.toString());
  const [uid, gid] = [id('-u'), id('-g')];
  for (const name of ['mail', 'mail/cur', 'mail/new', 'mail/tmp', 'run', 'state']) {
    await mkdir(at(name));
    await chown(at(name), name.startsWith('mail') ? uid : 0, name.startsWith('mail') ? gid : 0);
  }
  await writeFile(at('users'), `${USER.name}:{PLAIN}${USER.password}:${uid}:${gid}::${folder}/mail::\n`);
  await writeFile(at('oauth2.conf'), oauth(introspect));
  await writeFile(at('dovecot.conf'), conf(folder, port));
  const start = async () => {
    const child = spawn(PROGRAM, ['-F', '-c', at('dovecot.conf')], { stdio: 'ignore' });
    await until(() => {
      if (child.exitCode !== null) throw new Error(`dovecot ended with ${child.exitCode}`);
      return isOpen(port);
    }, 'dovecot');
    return child;
  };
  let running = await start();
  let no = 0;
  return {
    port,
    user: USER,
    async drop(raw) {
      no += 1;
      const name = `${Math.floor(Date.now() / 1000)}.${process.pid}_${no}.${hostname()}`;
      await writeFile(at(`mail/tmp/${name}`), raw);
      await chown(at(`mail/tmp/${name}`), uid, gid);
      spawnSync('mv', [at(`mail/tmp/${name}`), at(`mail/new/${name}`)]);
    },
    async countAnew() {
      await ended(running, 30_000);
      for (const name of [
        'dovecot-uidlist',
        'dovecot-uidvalidity',
        'dovecot.index',
        'dovecot.index.log',
        'dovecot.index.cache',
      ]) {
        await rm(at(`mail/${name}`), { force: true });
      }
      for (const name of await readdir(at('mail'))) {
        if (name.startsWith('dovecot-uidvalidity')) await rm(at(`mail/${name}`));
      }
      // It counts by the second.
      await new Promise((wake) => setTimeout(wake, 1_100));
      running = await start();
    },
    async stop() {
      await ended(running, 30_000);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function conf(folder: string, port: number): string {
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
instance_name = anbu-${port}
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:${folder}/mail
default_login_user = dovenull
default_internal_user = dovecot
auth_failure_delay = 0
auth_mechanisms = plain xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
passdb {
  driver = passwd-file
  mechanisms = plain
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}

function oauth(introspect: string): string {
  return `introspection_url = ${introspect}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
`;
}
