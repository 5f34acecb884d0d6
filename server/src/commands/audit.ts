import { CommandError, UsageError, type Command } from './command.ts';
import { withApp } from './database.ts';

export const command: Command = {
  summary: 'Prove that no line of the audit was changed or taken away',
  usage: 'verify',
  async run({ config, positionals, note, result }) {
    if (positionals[0] !== 'verify' || positionals.length > 1)
      throw new UsageError('the one thing to do is: audit verify');
    const { verifyAllAudit } = await import('../platform/audit/index.ts');
    const chains = await withApp(config, note, (app) => verifyAllAudit(app.db));
    const broken = chains.filter((chain) => !chain.intact);
    const lines = chains.map(
      ({ orgId, intact, checked, unsealed }) =>
        `${orgId}  ${intact ? 'intact' : 'BROKEN'}  ${checked} seals checked, ${unsealed} lines not sealed yet`,
    );
    if (broken.length > 0) throw new CommandError(`the audit was changed\n${lines.join('\n')}`, { chains });
    result({ chains }, lines.join('\n') || 'no organisation yet');
  },
};
