import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CommandError, UsageError, type Command, type Values } from './commands/command.ts';
import { ConfigError, readConfig, type Config } from './platform/config/index.ts';
import { PRODUCT_VERSION } from './platform/version.ts';

/** Each command is read only when it is asked for: the program starts quickly and stays small. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./commands/start.ts'),
  serve: () => import('./commands/serve.ts'),
  worker: () => import('./commands/worker.ts'),
  migrate: () => import('./commands/migrate.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  user: () => import('./commands/user.ts'),
  'api-key': () => import('./commands/api-key.ts'),
  import: () => import('./commands/import.ts'),
  export: () => import('./commands/export.ts'),
  demo: () => import('./commands/demo.ts'),
  audit: () => import('./commands/audit.ts'),
  secret: () => import('./commands/secret.ts'),
  check: () => import('./commands/check.ts'),
};

const EVERYWHERE = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

const OLDEST_NODE = 24;

process.exitCode = await main(process.argv.slice(2));
// A command is over when it says so, whatever a library left open.
process.exit();

/** 0 = done, 1 = it did not work, 2 = it was not understood. */
async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  const [name = 'help', ...rest] = args;
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    process.stderr.write(
      `anbu needs Node ${OLDEST_NODE}; this is ${process.versions.node}. Use "npm start" or "npx anbu".\n`,
    );
    return 1;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(await overview());
    return 0;
  }
  if (name === '--version') {
    process.stdout.write(`${PRODUCT_VERSION}\n`);
    return 0;
  }
  const isJson = rest.includes('--json');
  try {
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!load) throw new UsageError(`there is no command "${name}"`);
    const { command } = await load();
    await perform(name, command, rest);
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    complain(name, error, isJson, Boolean(isUsage));
    return isUsage ? 2 : 1;
  }
}

async function perform(name: string, command: Command, args: readonly string[]): Promise<void> {
  const options = { ...EVERYWHERE, ...command.options };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(helpOf(name, command));
    return;
  }
  const isJson = values.json === true;
  await command.run({
    values: values as Values,
    positionals,
    config: command.readsNoConfig ? (null as unknown as Config) : readConfig(process.env),
    isJson,
    result: (value, text) => void process.stdout.write(isJson ? `${JSON.stringify(value)}\n` : `${text}\n`),
    note: (text) => void (isJson ? undefined : process.stderr.write(`${text}\n`)),
  });
}

function complain(name: string, error: unknown, isJson: boolean, isUsage: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  if (isJson) {
    const details = error instanceof CommandError ? error.details : null;
    process.stdout.write(`${JSON.stringify({ error: message, details })}\n`);
  } else {
    process.stderr.write(`anbu ${name}: ${message}\n`);
    if (isUsage) process.stderr.write(`Try: anbu ${Object.hasOwn(COMMANDS, name) ? `${name} ` : ''}--help\n`);
  }
  const isExpected = isUsage || error instanceof CommandError || error instanceof ConfigError;
  if (!isExpected && process.env.ANBU_LOG_LEVEL === 'debug' && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
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
