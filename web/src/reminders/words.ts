import { reminders as en } from '@anbu/contract/messages/en/reminders';
import { reminders as ko } from '@anbu/contract/messages/ko/reminders';
import { reminders as zh } from '@anbu/contract/messages/zh/reminders';
import type { ReminderPush } from '@anbu/contract';

type Key = Extract<keyof typeof ko, 'reminders.title' | `reminders.push.${string}`>;
const TABLES = { ko, en, zh } as const;

/** The sentences of a notification: plain ones, so that the worker carries no catalogue. */
export function words(language: ReminderPush['language'], key: Key): string {
  return TABLES[language][key];
}
