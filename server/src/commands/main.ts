import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CommandError, UsageError, type Command, type Values } from './command.ts';
import { ConfigError, readConfig, type Config } from '../platform/config/index.ts';
import { PRODUCT_VERSION } from '../platform/version.ts';

/** Each command is read only when it is asked for: the program starts quickly and stays small. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./start.ts'),
  serve: () => import('./serve.ts'),
  worker: () => import('./worker.ts'),
  migrate: () => import('./migrate.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  user: () => import('./user.ts'),
  'api-key': () => import('./api-key.ts'),
  import: () => import('./import.ts'),
  export: () => import('./export.ts'),
  demo: () => import('./demo.ts'),
  audit: () => import('./audit.ts'),
  secret: () => import('./secret.ts'),
  check: () => import('./check.ts'),
};

const EVERYWHERE = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

const OLDEST_NODE = 24;

type Said = { write(text: string): unknown };
/** Where it runs: a process, or what a test has in its place. */
export type Surroundings = {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Said;
  readonly stderr: Said;
};

/** 0 = done, 1 = it did not work, 2 = it was not understood. */
export async function main(args: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  const [name = 'help', ...rest] = args;
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    around.stderr.write(
      `anbu needs Node ${OLDEST_NODE}; this is ${process.versions.node}. Use "npm start" or "npx anbu".\n`,
    );
    return 1;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    around.stdout.write(await overview());
    return 0;
  }
  if (name === '--version') {
    around.stdout.write(`${PRODUCT_VERSION}\n`);
    return 0;
  }
  const isJson = rest.includes('--json');
  try {
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!load) throw new UsageError(`there is no command "${name}"`);
    const { command } = await load();
    await perform(name, command, rest, around);
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    complain(name, error, isJson, Boolean(isUsage), around);
    return isUsage ? 2 : 1;
  }
}

async function perform(name: string, command: Command, args: readonly string[], around: Surroundings): Promise<void> {
  const options = { ...EVERYWHERE, ...command.options };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    around.stdout.write(helpOf(name, command));
    return;
  }
  const isJson = values.json === true;
  await command.run({
    values: values as Values,
    positionals,
    config: command.readsNoConfig ? (null as unknown as Config) : readConfig(around.env),
    isJson,
    result: (value, text) => void around.stdout.write(isJson ? `${JSON.stringify(value)}\n` : `${text}\n`),
    note: (text) => void (isJson ? undefined : around.stderr.write(`${text}\n`)),
  });
}

function complain(name: string, error: unknown, isJson: boolean, isUsage: boolean, around: Surroundings): void {
  const message = error instanceof Error ? error.message : String(error);
  if (isJson) {
    const details = error instanceof CommandError ? error.details : null;
    around.stdout.write(`${JSON.stringify({ error: message, details })}\n`);
  } else {
    around.stderr.write(`anbu ${name}: ${message}\n`);
    if (isUsage) around.stderr.write(`Try: anbu ${Object.hasOwn(COMMANDS, name) ? `${name} ` : ''}--help\n`);
  }
  const isExpected = isUsage || error instanceof CommandError || error instanceof ConfigError;
  if (!isExpected && around.env['ANBU_LOG_LEVEL'] === 'debug' && error instanceof Error) {
    around.stderr.write(`${error.stack}\n`);
  }
}

async function overview(): Promise<string> {
  const rows = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).command.summary}\n`),
  );
  return `anbu ${PRODUCT_VERSION}\n\nUsage: anbu <command> [--json] [--help]\n\n${rows.join('')}`;
}

function helpOf(name: string, command: Command): string {
  const all: ParseArgsOptionsConfig = { ...command.options, ...EVERYWHERE };
  const options = Object.entries(all).map(([option, { type }]) =>
    type === 'string' ? `  --${option} <…>` : `  --${option}`,
  );
  return `${command.summary}\n\nUsage: anbu ${`${name} ${command.usage}`.trim()}\n\n${options.join('\n')}\n`;
}
