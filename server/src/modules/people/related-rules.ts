import type { RelatedPerson, Relation } from '@anbu/contract';
import type { z } from 'zod';
import type { RelatedRow, Role } from './store-related.ts';

type Kin = z.infer<typeof Relation>;

/** What a person is to somebody who is `relation` to her. Who is no kin is the same from both sides as far as anybody knows. */
const INVERSE: Readonly<Partial<Record<Kin, Kin>>> = {
  parent: 'child',
  mother: 'child',
  father: 'child',
  child: 'parent',
  daughter: 'parent',
  son: 'parent',
  spouse: 'spouse',
  partner: 'partner',
  sibling: 'sibling',
  sister: 'sibling',
  brother: 'sibling',
  grandparent: 'grandchild',
  grandchild: 'grandparent',
  parent_in_law: 'child_in_law',
  child_in_law: 'parent_in_law',
  relative: 'relative',
  family: 'family',
  friend: 'friend',
  colleague: 'colleague',
  neighbour: 'neighbour',
};

/**
 * What she is to the person: as entered on the person, else turned round from what is entered on her, else one of the household. Nobody is told
 * anything by a relation that was only turned round.
 */
export function relationOf({ relation, inverse }: Pick<RelatedRow, 'relation' | 'inverse'>): Kin {
  if (relation !== null) return relation;
  return inverse === null ? 'family' : (INVERSE[inverse] ?? 'other');
}

const WEIGHT: Readonly<Record<Role, number>> = { guardian: 8, decision_maker: 4, payer: 2, emergency: 1 };
const weight = (roles: readonly Role[]) => roles.reduce((sum, role) => sum + WEIGHT[role], 0);

/** Whom to speak to first: guardians, who decides, who pays; then the household; then for whom she speaks herself; names in a reader's order. */
export function bySpeaking(a: z.input<typeof RelatedPerson>, b: z.input<typeof RelatedPerson>): number {
  return (
    weight(b.roles) - weight(a.roles) ||
    Number(b.household) - Number(a.household) ||
    weight(b.rolesFor) - weight(a.rolesFor) ||
    (a.person.name ?? '').localeCompare(b.person.name ?? '', 'ko') ||
    (a.person.id < b.person.id ? -1 : 1)
  );
}

/** How two persons come to live in one household; null = they do already. Two households are never joined behind anybody's back. */
export function joining<Household>(
  mine: Household | undefined,
  theirs: Household | undefined,
): { readonly join: 'new' } | { readonly join: Household; readonly who: 'me' | 'her' } | 'two_households' | null {
  if (mine !== undefined && theirs !== undefined) return mine === theirs ? null : 'two_households';
  if (mine !== undefined) return { join: mine, who: 'her' };
  return theirs === undefined ? { join: 'new' } : { join: theirs, who: 'me' };
}
