import type { LinkDeps } from '../../consents/index.ts';
import type { Log } from '../../../platform/log.ts';
import type { OnDuty } from '../../reminders/index.ts';

export type NoticeDeps = {
  /** Makes the links to pages of ours. */
  readonly links: LinkDeps;
  readonly onDuty: OnDuty;
  readonly log: Log;
};
