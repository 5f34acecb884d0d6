import type { MessageState, Occasion, SentChannel } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** How an occasion goes. */
export type SettingRow = {
  readonly occasion: Occasion;
  readonly active: boolean;
  readonly channels: readonly SentChannel[];
  readonly templateId: Id;
  readonly days: number | null;
  readonly minutes: number | null;
  readonly time: string | null;
  readonly version: number;
};
export type Settings = ReadonlyMap<Occasion, SettingRow>;

/** Words and numbers that its text is filled with and that only its event knew. */
export type NoticeParams = Readonly<Record<string, string | number>>;

/** What somebody is to be told, once for each subject of an occasion. */
export type Owed = {
  readonly occasion: Occasion;
  readonly subject: string;
  readonly personId: Id | null;
  readonly memberId: Id | null;
  readonly enquiryId: Id | null;
  readonly bookingId: Id | null;
  readonly refId: Id | null;
  readonly params: NoticeParams;
  readonly dueAt: Instant;
  /** After that it helps nobody. */
  readonly usefulUntil: Instant;
};

export type NoticeState = 'waiting' | 'written' | 'void' | 'expired';
export type NoticeRow = Owed & {
  readonly id: Id;
  readonly state: NoticeState;
  readonly why: string | null;
  readonly messageId: Id | null;
  readonly messageState: MessageState | null;
};
