import type { StreamEvent } from '@anbu/contract';
import { keys } from '../api/keys.ts';

type QueryKey = readonly unknown[];
type Rule = { prefix: string; touches: (ids: StreamEvent['ids']) => QueryKey[] };

const person = (ids: StreamEvent['ids']): QueryKey[] =>
  ids['personId'] ? [keys.people.detail(ids['personId'])] : [keys.people.all];

/** What an event of the stream makes stale. The first rule whose prefix fits; a type that no rule knows touches nothing. */
const RULES: readonly Rule[] = [
  {
    prefix: 'people.',
    touches: (ids) => [...person(ids), ['people', 'list'], ['enquiries', 'list'], keys.today.all],
  },
  // What happened stands in the archive a moment after the event that tells it: this one says that it does.
  {
    prefix: 'timeline.',
    touches: (ids) => [ids['personId'] ? keys.timeline.of(ids['personId']) : keys.timeline.all],
  },
  { prefix: 'consents.rules_', touches: () => [['gate'], ['people', 'detail']] },
  { prefix: 'consents.', touches: (ids) => [...person(ids), ['privacy']] },
  {
    prefix: 'enquiries.',
    touches: (ids) => [
      ids['enquiryId'] ? keys.enquiries.detail(ids['enquiryId']) : keys.enquiries.all,
      keys.enquiries.lists,
      ['enquiries', 'counts'],
      keys.today.all,
      keys.desks.all,
      keys.alerts,
      keys.handOvers,
    ],
  },
  { prefix: 'channels.transport_', touches: () => [keys.channels, keys.messages.ways] },
  { prefix: 'channels.template_', touches: () => [keys.templates.all] },
  { prefix: 'channels.letter', touches: () => [keys.letters.all, keys.messages.all] },
  { prefix: 'channels.', touches: () => [keys.messages.all, keys.channels] },
  { prefix: 'notices.', touches: () => [keys.notices.all] },
  { prefix: 'roster.', touches: () => [keys.roster.all] },
  { prefix: 'desk.viewers_', touches: () => [keys.viewers] },
  { prefix: 'desk.', touches: () => [keys.today.all, keys.alerts] },
  { prefix: 'alerts.', touches: () => [keys.alerts] },
  { prefix: 'reminders.', touches: () => [keys.reminders] },
  {
    prefix: 'inbox.',
    touches: (ids) => [keys.inbox.all, ...(ids['personId'] ? [keys.messages.all] : [])],
  },
  { prefix: 'intake.', touches: () => [keys.intake.all] },
  { prefix: 'mail.', touches: () => [keys.mailboxes] },
  { prefix: 'telephony.exchange_', touches: () => [keys.phone.exchanges] },
  { prefix: 'telephony.agent_', touches: () => [keys.phone.agents] },
  // What rings is read at once by who shows it (`usePhoneNow`).
  { prefix: 'telephony.', touches: () => [keys.phone.agents, keys.phone.allCalls] },
  { prefix: 'imports.', touches: () => [keys.imports.all] },
  { prefix: 'exports.', touches: () => [keys.exports.all] },
  { prefix: 'analytics.', touches: () => [keys.metrics.all] },
  { prefix: 'jobs.', touches: () => [keys.jobs, keys.imports.all] },
  { prefix: 'audit.', touches: () => [keys.audit.checks] },
  {
    prefix: 'identity.',
    touches: () => [keys.sites, keys.teams, keys.users, keys.organisation, keys.apiKeys, keys.me, keys.agencyContracts],
  },
];

export function staleKeys(event: Pick<StreamEvent, 'type' | 'ids'>): readonly QueryKey[] {
  return RULES.find((rule) => event.type.startsWith(rule.prefix))?.touches(event.ids) ?? [];
}
