import type { RelatedRole, Relation } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../kernel/ids.ts';
import { at, sql, type Sql, type Tx } from '../../platform/db/index.ts';

export type Role = z.infer<typeof RelatedRole>;
type Kin = z.infer<typeof Relation>;

/** What is entered on the one, what on the other, and whether they live together. */
export type RelatedRow = {
  readonly id: Id;
  readonly relation: Kin | null;
  readonly roles: readonly Role[];
  readonly mayBeTold: boolean;
  /** What the person is to her, as entered on her. */
  readonly inverse: Kin | null;
  readonly rolesFor: readonly Role[];
  readonly household: boolean;
};

/** All who are related to a person, from either side or by the household, as one JSON array: part of the statement that reads a person. */
export function relatedOf(orgId: Id, personId: Id): Sql {
  return sql`coalesce((
      select json_agg(json_build_object('id', kin.id, 'relation', mine.relation, 'roles', coalesce(mine.roles, '{}'),
        'mayBeTold', coalesce(mine.may_be_told, false), 'inverse', theirs.relation, 'rolesFor', coalesce(theirs.roles, '{}'),
        'household', kin.household) order by kin.id)
      from (
        select id, bool_or(household) as household from (
          select related_id as id, false as household from people.related_person where org_id = ${orgId} and person_id = ${personId}
          union all
          select person_id, false from people.related_person where org_id = ${orgId} and related_id = ${personId}
          union all
          select mate.person_id, true from people.household_member as own
          join people.household_member as mate
            on mate.org_id = ${orgId} and mate.household_id = own.household_id and mate.person_id <> own.person_id
          where own.org_id = ${orgId} and own.person_id = ${personId}
        ) as every group by id
      ) as kin
      left join people.related_person as mine
        on mine.org_id = ${orgId} and mine.person_id = ${personId} and mine.related_id = kin.id
      left join people.related_person as theirs
        on theirs.org_id = ${orgId} and theirs.person_id = kin.id and theirs.related_id = ${personId}
    ), '[]')`;
}

export type Statement = {
  readonly personId: Id;
  readonly relatedId: Id;
  readonly relation: string;
  readonly roles: readonly Role[];
  readonly mayBeTold: boolean;
};

export async function countRelated(tx: Tx, personId: Id): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*)::integer as count from people.related_person where org_id = ${tx.orgId} and person_id = ${personId}`);
  return count;
}

/** Gives 0 where the same stood there already. */
export async function insertRelated(tx: Tx, one: Statement): Promise<number> {
  return tx.run(sql`
    insert into people.related_person as old (org_id, person_id, related_id, relation, roles, may_be_told, stated_by, stated_at)
    values (${tx.orgId}, ${one.personId}, ${one.relatedId}, ${one.relation}, ${one.roles}::text[], ${one.mayBeTold},
      ${tx.actor.userId}::uuid, ${at(tx.now)})
    on conflict (org_id, person_id, related_id) do update set relation = excluded.relation, roles = excluded.roles,
      may_be_told = excluded.may_be_told, stated_by = excluded.stated_by, stated_at = excluded.stated_at
    where (old.relation, old.roles, old.may_be_told) is distinct from (excluded.relation, excluded.roles, excluded.may_be_told)`);
}

/** From both sides. */
export async function removeRelated(tx: Tx, personId: Id, relatedId: Id): Promise<number> {
  return tx.run(sql`
    delete from people.related_person where org_id = ${tx.orgId}
      and ((person_id = ${personId} and related_id = ${relatedId}) or (person_id = ${relatedId} and related_id = ${personId}))`);
}

/** The households of persons, locked in the order of their ids. The caller holds the persons. */
export async function lockHouseholdsOf(tx: Tx, personIds: readonly Id[]): Promise<ReadonlyMap<Id, Id>> {
  const rows = await tx.rows(sql<{ personId: Id; householdId: Id }>`
    select member.person_id as "personId", member.household_id as "householdId"
    from people.household_member as member
    join people.household as household on household.org_id = ${tx.orgId} and household.id = member.household_id
    where member.org_id = ${tx.orgId} and member.person_id = any(${personIds}::uuid[])
    order by household.id for update of household`);
  return new Map(rows.map(({ personId, householdId }) => [personId, householdId]));
}

export async function listMembers(tx: Tx, householdId: Id): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select person_id as id from people.household_member where org_id = ${tx.orgId} and household_id = ${householdId}
    order by added_at, person_id`);
  return rows.map(({ id }) => id);
}

export async function insertHousehold(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`insert into people.household (org_id, id, created_at) values (${tx.orgId}, ${id}, ${at(tx.now)})`);
}

export async function insertMembers(tx: Tx, householdId: Id, personIds: readonly Id[]): Promise<void> {
  await tx.run(sql`
    insert into people.household_member (org_id, person_id, household_id, added_by, added_at)
    select ${tx.orgId}, id, ${householdId}, ${tx.actor.userId}::uuid, ${at(tx.now)} from unnest(${personIds}::uuid[]) as given (id)`);
}

export async function removeMembers(tx: Tx, personIds: readonly Id[]): Promise<void> {
  await tx.run(
    sql`delete from people.household_member where org_id = ${tx.orgId} and person_id = any(${personIds}::uuid[])`,
  );
}

export async function removeHousehold(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`delete from people.household where org_id = ${tx.orgId} and id = ${id}`);
}
