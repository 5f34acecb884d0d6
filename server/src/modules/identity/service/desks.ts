import { ok, must } from '../../../kernel/outcome.ts';
import type { Actor } from '../../../platform/db/index.ts';
import type { Across } from '../../../platform/http/route.ts';
import { permissionsOf } from '../rules.ts';
import { findOrganisation } from '../store/organisations.ts';
import { listOwnDesks } from '../store/own-account.ts';
import type { OrganisationRow } from '../vocabulary.ts';

/** An organisation that the caller may work in now, and who she is there. */
export type OwnDesk = {
  readonly organisation: Pick<OrganisationRow, 'id' | 'name' | 'slug'>;
  readonly actor: Actor;
};

/** By name. A key has one desk: its own. */
export async function desksOf({ actor, inTx }: Across): Promise<OwnDesk[]> {
  const { sessionId } = actor;
  if (actor.kind !== 'user' || !sessionId) {
    const { id, name, slug } = must(await inTx(actor, async (tx) => ok(await findOrganisation(tx)), 'read'));
    return [{ organisation: { id, name, slug }, actor }];
  }
  const rows = must(await inTx(actor, async (tx) => ok(await listOwnDesks(tx, sessionId)), 'read'));
  return rows.map(({ id, name, slug, memberId, memberName, role }) => ({
    organisation: { id, name, slug },
    actor: { ...actor, orgId: id, userId: memberId, name: memberName, permissions: permissionsOf(role) },
  }));
}
