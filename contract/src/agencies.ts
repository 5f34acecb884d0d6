import { z } from 'zod';
import { Day, Id, InstantText, page, text } from './common.ts';
import { Role } from './permissions.ts';

/** What people of an agency may be: they work desks, and keep no accounts, settings, audit or exports. */
export const AGENCY_ROLES = ['agent', 'consultant', 'desk'] as const satisfies readonly Role[];

/** `future`: recorded, its first day is to come. `over`: its last day is past. `ended`: somebody ended it before. */
export const ContractState = z.enum(['future', 'in_force', 'over', 'ended']).meta({ id: 'ContractState' });
export type ContractState = z.infer<typeof ContractState>;

/** Signed before anything is seen: `signedOn` ≤ `validFrom` ≤ `validTo`, both days included, by the clock of the main site. */
export const AgencyContractInput = z.strictObject({
  agencyName: text(120),
  /** Where the signed paper is. */
  reference: text(300),
  signedOn: Day,
  validFrom: Day,
  validTo: Day,
});
export type AgencyContractInput = z.infer<typeof AgencyContractInput>;

export const AgencyContractEnd = z.strictObject({ reason: text(500) });

/** Who works under a contract. */
export const AgencyMember = z.object({
  userId: Id,
  name: z.string(),
  role: Role,
  active: z.boolean(),
  invited: z.boolean(),
  since: InstantText,
});
export type AgencyMember = z.infer<typeof AgencyMember>;

export const AgencyContract = z
  .object({
    id: Id,
    agencyName: z.string(),
    reference: z.string(),
    signedOn: Day,
    validFrom: Day,
    validTo: Day,
    state: ContractState,
    recordedBy: Id,
    recordedAt: InstantText,
    endedBy: Id.nullable(),
    endedAt: InstantText.nullable(),
    endReason: z.string().nullable(),
    members: z.array(AgencyMember),
  })
  .meta({ id: 'AgencyContract' });
export type AgencyContract = z.infer<typeof AgencyContract>;
export const AgencyContractPage = page(AgencyContract);
