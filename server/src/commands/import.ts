import { ImportKind } from '@anbu/contract';
import { importFile } from '../modules/integrations/index.ts';
import { systemActor } from '../platform/db/index.ts';
import { textOf } from '../platform/i18n.ts';
import { CommandError, needed, UsageError, type Command } from './command.ts';
import { granted, organisationOf, withApp } from './database.ts';

export const command: Command = {
  summary: 'Bring in a list (CSV, tab or comma, UTF-8 or CP949)',
  usage: `<file> --org demo --kind ${ImportKind.options.join('|')} [--dry-run]`,
  options: { org: { type: 'string' }, kind: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async run({ config, values, positionals, note, result }) {
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError('give one file');
    const slug = needed(values, 'org');
    const kind = ImportKind.safeParse(needed(values, 'kind'));
    if (!kind.success) throw new UsageError(`--kind is one of ${ImportKind.options.join(', ')}`);
    const made = await withApp(config, note, async (app) => {
      const actor = systemActor(await organisationOf(app, slug), 'anbu import');
      const dryRun = values['dry-run'] === true;
      return granted(await importFile({ db: app.db, log: app.log, actor, file, kind: kind.data, dryRun }));
    });
    if (made.state === 'failed' && made.error) {
      const { code, params } = made.error;
      throw new CommandError(textOf('en', code, params), made);
    }
    result(made, `${made.state}: ${JSON.stringify(made.counts ?? {})}`);
  },
};
