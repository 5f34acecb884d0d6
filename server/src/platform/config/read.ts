import path from 'node:path';
import { VARIABLES, type VariableName } from './variables.ts';

/** Everything that the environment decides. Read once, at the start of a command. */
export type Config = {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: URL;
  readonly tls: { readonly certificatePath: string; readonly keyPath: string } | null;
  /** false, or the addresses of the proxies whose `X-Forwarded-*` is believed. */
  readonly trustProxy: false | readonly string[];
  readonly dataDir: string;
  /** Null = embedded. */
  readonly databaseUrl: string | null;
  readonly databaseOwnerUrl: string | null;
  readonly poolSize: number;
  /** Make a demo organisation where the database is empty. */
  readonly demo: boolean;
  readonly secretKey: string | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly testClock: boolean;
  /** Requests per minute; 0 = no limit. */
  readonly limits: { readonly user: number; readonly key: number; readonly signIn: number };
  /** `mailto:` or `https:`. */
  readonly pushContact: string | null;
  /** `host:port` each. */
  readonly outgoingAllow: readonly string[];
  /** Where mail is taken; null = nowhere. */
  readonly mailListen: { readonly host: string; readonly port: number } | null;
  readonly webDir: string;
};

/** One line that names the variable and what it may be. */
export class ConfigError extends Error {}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type Environment = Readonly<Record<string, string | undefined>>;

const WEB_DIR = path.resolve(import.meta.dirname, '../../../../web/dist');

/** Throws ConfigError with one clear line for the first variable that is wrong. */
export function readConfig(environment: Environment): Config {
  const value = (name: VariableName): string | null => environment[name]?.trim() || VARIABLES[name].standard;
  const port = wholeNumber('PORT', value('PORT'), 0, 65_535);
  const host = value('HOST') ?? '127.0.0.1';
  const tls = readTls(value('ANBU_TLS_CERT'), value('ANBU_TLS_KEY'));
  const databaseUrl = databaseAddress('DATABASE_URL', value('DATABASE_URL'));
  const config: Config = {
    port,
    host,
    publicUrl: publicUrl(value('ANBU_PUBLIC_URL') ?? `${tls ? 'https' : 'http'}://localhost:${port}`),
    tls,
    trustProxy: proxies(value('ANBU_TRUST_PROXY')),
    dataDir: path.resolve(value('ANBU_DATA_DIR') ?? './.anbu'),
    databaseUrl,
    databaseOwnerUrl: databaseAddress('DATABASE_OWNER_URL', value('DATABASE_OWNER_URL')),
    poolSize: wholeNumber('ANBU_POOL_SIZE', value('ANBU_POOL_SIZE'), 2, 200),
    demo: flag('ANBU_DEMO', value('ANBU_DEMO'), databaseUrl === null),
    secretKey: secret(value('ANBU_SECRET_KEY')),
    logLevel: oneOf('ANBU_LOG_LEVEL', value('ANBU_LOG_LEVEL'), LOG_LEVELS),
    testClock: flag('ANBU_TEST_CLOCK', value('ANBU_TEST_CLOCK'), false),
    limits: {
      user: wholeNumber('ANBU_RATE_LIMIT_USER', value('ANBU_RATE_LIMIT_USER'), 0, 1_000_000),
      key: wholeNumber('ANBU_RATE_LIMIT_KEY', value('ANBU_RATE_LIMIT_KEY'), 0, 1_000_000),
      signIn: wholeNumber('ANBU_RATE_LIMIT_SIGN_IN', value('ANBU_RATE_LIMIT_SIGN_IN'), 0, 1_000_000),
    },
    pushContact: contact(value('ANBU_PUSH_CONTACT')),
    outgoingAllow: places(value('ANBU_OUTGOING_ALLOW')),
    mailListen: mailListen(value('ANBU_MAIL_LISTEN')),
    webDir: path.resolve(value('ANBU_WEB_DIR') ?? WEB_DIR),
  };
  if (config.databaseOwnerUrl && !config.databaseUrl) {
    throw new ConfigError('DATABASE_OWNER_URL is set but DATABASE_URL is not: set both, or none for the embedded one.');
  }
  refuseOpenHost(config);
  refuseOpenClock(config);
  return config;
}

/** Another address than this machine's own needs https in front, and no passwords that stand in a README. */
function refuseOpenHost(config: Config): void {
  if (isLoopback(config.host)) return;
  const behindProxy = config.trustProxy !== false && config.publicUrl.protocol === 'https:';
  if (!config.tls && !behindProxy) {
    throw new ConfigError(
      `HOST=${config.host} would send passwords and patient data unencrypted: set ANBU_TLS_CERT and ANBU_TLS_KEY, or ANBU_TRUST_PROXY and an https ANBU_PUBLIC_URL, or leave HOST at 127.0.0.1.`,
    );
  }
  if (config.demo) {
    throw new ConfigError(
      `HOST=${config.host} would open the demo sign-ins, whose passwords are public, to the network: set ANBU_DEMO=0.`,
    );
  }
}

/** Whoever sets the clock decides what is late, and which sign-in still holds: on this machine alone, and with the login that may. */
function refuseOpenClock(config: Config): void {
  if (!config.testClock) return;
  if (!isLoopback(config.host) || !isLoopback(config.publicUrl.hostname) || config.trustProxy !== false) {
    throw new ConfigError(
      'ANBU_TEST_CLOCK=1 is for tests on this machine alone: leave HOST, ANBU_PUBLIC_URL and ANBU_TRUST_PROXY as they are, or take it away.',
    );
  }
  if (config.databaseUrl && !config.databaseOwnerUrl) {
    throw new ConfigError('ANBU_TEST_CLOCK=1 needs DATABASE_OWNER_URL: only the owner of the database sets its clock.');
  }
}

/** https for people and none here: something in front ends it, and nothing says whose forwarding is believed. */
export function proxyWarning({ publicUrl, tls, trustProxy }: Config): string | null {
  if (publicUrl.protocol !== 'https:' || tls !== null || trustProxy !== false) return null;
  return 'ANBU_PUBLIC_URL is https and nothing here speaks it: name the proxy in front in ANBU_TRUST_PROXY, or all visitors count as one address.';
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function readTls(certificatePath: string | null, keyPath: string | null): Config['tls'] {
  if (certificatePath && keyPath) {
    return { certificatePath: path.resolve(certificatePath), keyPath: path.resolve(keyPath) };
  }
  if (!certificatePath && !keyPath) return null;
  const [missing, present] = certificatePath ? ['ANBU_TLS_KEY', 'ANBU_TLS_CERT'] : ['ANBU_TLS_CERT', 'ANBU_TLS_KEY'];
  throw new ConfigError(`${missing} is missing: it goes with ${present}.`);
}

function publicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url && url.pathname === '/' && !url.search && !url.hash && !url.username;
  if (!url || !plain || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError('ANBU_PUBLIC_URL must be http(s)://name[:port] without a path, e.g. https://crm.example.kr');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ConfigError('ANBU_PUBLIC_URL must be https unless its name is localhost: session cookies need it.');
  }
  return url;
}

function databaseAddress(name: VariableName, text: string | null): string | null {
  if (text === null) return null;
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    throw new ConfigError(`${name} must be postgresql://login:password@host:port/database`);
  }
  return text;
}

function proxies(text: string | null): false | readonly string[] {
  if (text === null || text === '0') return false;
  const addresses = text.split(',').map((part) => part.trim());
  if (!addresses.every((address) => /^(loopback|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i.test(address))) {
    throw new ConfigError('ANBU_TRUST_PROXY must be addresses or networks, e.g. 10.0.0.0/8, loopback or uniquelocal');
  }
  return addresses;
}

function contact(text: string | null): string | null {
  if (text === null || /^mailto:[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return text;
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text;
  throw new ConfigError('ANBU_PUSH_CONTACT must be mailto:name@example.kr or an https address');
}

function places(text: string | null): readonly string[] {
  const found = text?.split(',').map((part) => part.trim()) ?? [];
  if (found.every((place) => /^[a-z0-9.:-]+:\d{1,5}$/i.test(place))) return found;
  throw new ConfigError('ANBU_OUTGOING_ALLOW must be host:port, several with commas, e.g. 127.0.0.1:9000');
}

/** No sign-in and no encryption there: whoever reaches it may hand mail in. */
function mailListen(text: string | null): Config['mailListen'] {
  if (text === null) return null;
  const place = /^(localhost|\[::1\]|\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(text);
  const host = place?.[1]?.replace(/[[\]]/g, '') ?? '';
  const port = Number(place?.[2]);
  const isInside = isLoopback(host) || /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host);
  if (!isInside || port < 1 || port > 65_535) {
    throw new ConfigError(
      'ANBU_MAIL_LISTEN must be host:port of this machine or of a private network, e.g. 127.0.0.1:2525: a mail server stands in front.',
    );
  }
  return { host, port };
}

function secret(text: string | null): string | null {
  const keys = text?.split(/[,\s]+/).filter((part) => part !== '') ?? [];
  if (keys.some((key) => Buffer.from(key, 'base64url').length < 32)) {
    throw new ConfigError(
      'ANBU_SECRET_KEY must be at least 32 random bytes in base64, e.g. from: openssl rand -base64 32',
    );
  }
  return text;
}

function wholeNumber(name: VariableName, text: string | null, least: number, most: number): number {
  const number = Number(text);
  if (text === null || !/^\d+$/.test(text) || number < least || number > most) {
    throw new ConfigError(`${name} must be a whole number from ${least} to ${most}.`);
  }
  return number;
}

function flag(name: VariableName, text: string | null, standard: boolean): boolean {
  if (text === null) return standard;
  if (text !== '0' && text !== '1') throw new ConfigError(`${name} must be 0 or 1.`);
  return text === '1';
}

function oneOf<T extends string>(name: VariableName, text: string | null, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === text);
  if (!found) throw new ConfigError(`${name} must be one of ${allowed.join(', ')}.`);
  return found;
}
