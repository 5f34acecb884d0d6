import { z } from 'zod';
import { PageQuery, page } from './common.ts';
import { TodayItem, TodayTab } from './desk.ts';
import { OrganisationRef } from './identity.ts';

/** An organisation whose desk the caller may work now, how much of her Today there waits, and how many alerts wait for her answer. */
export const Desk = z
  .object({ organisation: OrganisationRef, left: z.int(), late: z.int(), alerts: z.int(), current: z.boolean() })
  .meta({ id: 'Desk' });
export type Desk = z.infer<typeof Desk>;
export const DeskPage = page(Desk);

/** The passes over a month stay with the one desk that they are of. */
export const DesksTodayQuery = PageQuery.extend({ tab: TodayTab.exclude(['passes']).default('all') });
export type DesksTodayQuery = z.infer<typeof DesksTodayQuery>;
/** An item of one Today over several desks. What is done with it is asked in its organisation. */
export const DeskItem = TodayItem.extend({ organisation: OrganisationRef }).meta({ id: 'DeskItem' });
export type DeskItem = z.infer<typeof DeskItem>;
export const DeskItemPage = page(DeskItem);
