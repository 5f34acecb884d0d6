import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Language } from '@anbu/contract';
import { EXPORT_KINDS, exportFile } from '../modules/integrations/index.ts';
import { systemActor } from '../platform/db/index.ts';
import { CommandError, needed, optional, UsageError, type Command } from './command.ts';
import { organisationOf, withApp } from './database.ts';

export const command: Command = {
  summary: 'Write people or enquiries as a list (CSV) that can be imported again',
  usage: `${EXPORT_KINDS.join('|')} --org demo --reason <why> [--out <file>] [--language ko]  (without --out to standard output)`,
  options: {
    org: { type: 'string' },
    reason: { type: 'string' },
    out: { type: 'string' },
    language: { type: 'string' },
  },
  async run({ config, values, positionals, isJson, note, result }) {
    const kind = EXPORT_KINDS.find((known) => known === positionals[0]);
    if (!kind || positionals.length > 1) throw new UsageError(`say what to write: ${EXPORT_KINDS.join(' or ')}`);
    const slug = needed(values, 'org');
    const reason = needed(values, 'reason').trim();
    const language = Language.safeParse(optional(values, 'language') ?? 'ko');
    if (!language.success) throw new UsageError('--language is one of ko, en, zh');
    const out = optional(values, 'out');
    if (isJson && out === undefined) throw new UsageError('--json needs --out: standard output gets the list itself');
    const rows = await withApp(config, note, async (app) => {
      const actor = systemActor(await organisationOf(app, slug), 'anbu export', language.data);
      const parts = exportFile({ db: app.db, actor, wish: { kind, language: language.data, reason } });
      return out === undefined ? toOutput(parts) : toFile(parts, path.resolve(out));
    });
    if (out === undefined) note(`${rows} rows`);
    else result({ file: path.resolve(out), kind, rows }, `${rows} rows are in ${path.resolve(out)}`);
  },
};

type Parts = AsyncIterable<{ readonly text: string; readonly rows: number }>;

/** Whole or not at all, for its owner alone: it holds names and numbers of persons. */
async function toFile(parts: Parts, file: string): Promise<number> {
  if (existsSync(file)) throw new CommandError(`${file} exists already: an export never overwrites another file`);
  const draft = `${file}.partial`;
  await rm(draft, { force: true }); // of an export that was killed
  const output = await open(draft, 'wx', 0o600);
  let rows = 0;
  try {
    for await (const part of parts) {
      await output.write(part.text);
      rows += part.rows;
    }
    await output.sync();
    await output.close();
    await rename(draft, file);
    return rows;
  } catch (error) {
    await output.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

async function toOutput(parts: Parts): Promise<number> {
  let rows = 0;
  async function* texts() {
    for await (const part of parts) {
      yield part.text;
      rows += part.rows;
    }
  }
  try {
    await pipeline(texts(), process.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    throw new CommandError(`nobody reads standard output any more: the list broke off after ${rows} rows`);
  }
  return rows;
}
