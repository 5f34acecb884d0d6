import { compose, type App } from '../../server/src/compose.ts';
import { must, ok } from '../../server/src/kernel/outcome.ts';
import { createTeam, createUser } from '../../server/src/modules/identity/index.ts';
import { systemActor } from '../../server/src/platform/db/index.ts';
import { makeLog } from '../../server/src/platform/log.ts';
import { setUpOrganisation } from '../../server/src/set-up.ts';
import type { Place } from '../../server/src/demo/crowd/index.ts';

export function composeBench(databaseUrl: string, secretKey: string, poolSize = 4): App {
  return compose({ databaseUrl, poolSize, applicationName: 'anbu bench', secretKey, log: makeLog('error') });
}

/** An organisation with so many consultants in three teams: eight, six, and none for the others. */
export async function furnish({ db }: App, slug: string, consultants = 20): Promise<Place> {
  const password = 'correct horse battery';
  const userIds: string[] = [];
  const admin = { name: '관리자', email: `admin@${slug}.example`, password };
  const made = must(
    await setUpOrganisation(db, { name: '백만', slug, language: 'ko', admin }, async (tx) => {
      for (let n = 0; n < consultants; n++) {
        const user = { name: `상담 ${n}`, email: `u${n}@${slug}.example`, role: 'consultant', password } as const;
        userIds.push(must(await createUser(tx, user)).id);
      }
      return ok(null);
    }),
  );
  const teamIds = [made.intakeTeamId];
  const teams = [userIds.slice(0, 8), userIds.slice(8, 14)];
  must(
    await db.inTx(systemActor(made.organisationId, 'bench'), async (tx) => {
      for (const [index, memberIds] of teams.entries()) {
        const team = { name: `팀 ${index}`, siteId: made.siteId, memberIds, leaderId: null };
        teamIds.push(must(await createTeam(tx, team)).id);
      }
      return ok(null);
    }),
  );
  return { orgId: made.organisationId, siteId: made.siteId, teamIds, userIds };
}
