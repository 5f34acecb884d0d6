import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Breaker, Outgoing } from '../../../platform/outgoing/index.ts';
import type { Vapid } from '../push/vapid.ts';

/** Whether somebody works at this moment, at the site that the alert is about. */
export type OnDuty = (tx: Tx, userId: Id, siteId: Id) => Promise<boolean>;

export type ReminderDeps = {
  readonly secrets: {
    seal(text: string, purpose: string): string;
    open(sealed: string, purpose: string): string;
  };
  readonly vapid: Vapid;
  readonly outgoing: Outgoing;
  readonly breaker: Breaker;
  readonly onDuty: OnDuty;
  readonly random: () => number;
};

/** What a sealed text is for: one does not open as another. */
export const ADDRESS_PURPOSE = 'reminders.address';
