import type { Params, TimelineKind } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

export type Kind = z.infer<typeof TimelineKind>;

/** Whose free text the archive copies. Each is written once and never changed, so that a late delivery tells the words of the act. */
export type TextSource = {
  readonly of: 'act' | 'call' | 'enquiry' | 'incoming' | 'memo_version' | 'message' | 'status_event';
  readonly id: Id;
};

/** An entry as an event tells it. `params` hold codes, ids and numbers; names come at display, in the reader's language. */
export type Draft = {
  readonly at: Instant;
  readonly personId: Id;
  readonly kind: Kind;
  readonly code: string;
  readonly params: Params;
  readonly textOf: TextSource | null;
  readonly actorId: Id | null;
  readonly enquiryId: Id | null;
  readonly refId: Id | null;
  readonly voids: readonly Id[];
  readonly sourceEventId: Id;
};
