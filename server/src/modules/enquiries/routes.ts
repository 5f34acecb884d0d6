import {
  AssignInput,
  BulkAssignInput,
  BulkResult,
  CadencePreview,
  CadencePreviewInput,
  CallInput,
  ClaimInput,
  ConsentInput,
  Enquiry,
  EnquiryCounts,
  EnquiryInput,
  EnquiryPage,
  EnquiryPatch,
  EnquiryQuery,
  HandOver,
  HandOverInput,
  HandOverPage,
  HandOverPreview,
  HandOverQuery,
  HandOverUndo,
  HistoryQuery,
  HoldProposal,
  HoldProposalInput,
  IdParams,
  ListItem,
  ListItemInput,
  ListItemPage,
  NextActionPatch,
  Preset,
  PresetInput,
  PresetPage,
  PresetParams,
  ReleaseInput,
  ReplyInput,
  StatusEventPage,
  StatusHealth,
  StatusHealthQuery,
  StatusPage,
  Transition,
  UndoInput,
  WalkInInput,
} from '@anbu/contract';
import { z } from 'zod';
import { ok, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { transition, recordCall } from './service/acts.ts';
import { assign, assignMany, claim } from './service/assign.ts';
import { recordConsent } from './service/consent.ts';
import { preview } from './service/dry-runs.ts';
import { getHandOver, handOver, latestHandOvers, previewHandOver } from './service/hand-over/hand-over.ts';
import { undoHandOver } from './service/hand-over/undo.ts';
import { itemsOf, putItem } from './service/lists.ts';
import { editEnquiry, moveAction, recordReply } from './service/other-acts.ts';
import { currentPresets, presetHistory, presetViews, putPreset } from './service/presets.ts';
import { countEnquiriesByStatus, findEnquiries, getEnquiry, proposeHold, statusHistory } from './service/queries.ts';
import { receiveEnquiry, registerWalkIn } from './service/receive.ts';
import { release } from './service/release.ts';
import { undoLastAct } from './service/undo.ts';
import { viewEnquiry, viewRows } from './service/views.ts';
import type { EnquiryRecord } from './store/enquiry-row.ts';
import type { ListName } from './store/list-item-store.ts';
import { statusHealth } from './service/status-health.ts';
import { statusViews } from './service/statuses.ts';

const tag = 'enquiries';
const CodeParams = z.strictObject({ code: z.string().regex(/^[a-z0-9_]{1,40}$/) });

/** An act answers the enquiry as it now is. */
async function shown(tx: Tx, outcome: Outcome<EnquiryRecord>): Promise<Outcome<z.input<typeof Enquiry>>> {
  return outcome.ok ? ok(await viewEnquiry(tx, outcome.value)) : outcome;
}

type ActBody = z.ZodType<{ version?: number | undefined }>;

/** `anyVersion`: it is right whatever the enquiry has become meanwhile. */
function act<B extends ActBody>(
  path: string,
  operationId: string,
  summary: string,
  body: B,
  run: (tx: Tx, id: string, body: z.output<B>) => Promise<Outcome<EnquiryRecord>>,
  { method = 'POST', anyVersion = false }: { method?: 'POST' | 'PATCH'; anyVersion?: boolean } = {},
): Route {
  return route({
    method,
    path: `/enquiries/:id${path}`,
    operationId,
    summary,
    tag,
    permission: 'enquiries.work',
    params: IdParams,
    body,
    reply: Enquiry,
    handler: async (tx, input) => {
      // The schema of the route is B.
      const sent = input.body as z.output<B>;
      const seen = anyVersion ? ok(null) : checkSeen(tx, sent.version);
      return seen.ok ? shown(tx, await run(tx, input.params.id, sent)) : seen;
    },
  });
}

/** Who works on a screen says what she saw on it; a program may act on what is there. Refuses field.required on `version`. */
function checkSeen(tx: Tx, version: number | undefined): Outcome<null> {
  if (tx.actor.kind !== 'user' || version !== undefined) return ok(null);
  return refuseFields([{ field: 'version', code: 'field.required', params: {} }]);
}

function list(name: ListName, path: string, noun: string): Route[] {
  return [
    route({
      method: 'GET',
      path,
      operationId: `list${noun}`,
      summary: `The organisation's ${noun}`,
      tag: 'settings',
      permission: 'signed-in',
      reply: ListItemPage,
      handler: async (tx) => ok({ items: await itemsOf(tx, name), nextCursor: null }),
    }),
    route({
      method: 'PUT',
      path: `${path}/:code`,
      operationId: `put${noun}`,
      summary: 'Add an item, rename it, or put it out of use',
      tag: 'settings',
      permission: 'settings.write',
      params: CodeParams,
      body: ListItemInput.omit({ code: true }),
      reply: ListItem,
      handler: (tx, { params, body }) => putItem(tx, name, params.code, body),
    }),
  ];
}

const ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/statuses',
    operationId: 'listStatuses',
    summary: 'The 21 statuses: names, stage, clock, and what a role that may do all may choose from each',
    tag,
    permission: 'signed-in',
    reply: StatusPage,
    handler: async (tx) => ok({ items: statusViews(await currentPresets(tx)), nextCursor: null }),
  }),
  route({
    method: 'GET',
    path: '/statuses/health',
    operationId: 'getStatusHealth',
    summary: 'How the statuses are used in a period, by status and by person; each number has the address of its rows',
    tag,
    permission: 'enquiries.supervise',
    query: StatusHealthQuery,
    reply: StatusHealth,
    handler: (tx, { query }) => statusHealth(tx, query),
  }),
  ...list('interest', '/interests', 'Interests'),
  ...list('source_channel', '/source-channels', 'SourceChannels'),
  route({
    method: 'GET',
    path: '/presets',
    operationId: 'listPresets',
    summary: 'The numbers that the organisation works by: clocks, cadences, days of a hold',
    tag: 'settings',
    permission: 'settings.read',
    reply: PresetPage,
    handler: async (tx) => ok({ items: await presetViews(tx), nextCursor: null }),
  }),
  route({
    method: 'GET',
    path: '/presets/:code/versions',
    operationId: 'listPresetVersions',
    summary: 'Every version of a group of numbers, the latest first: who, when, why',
    tag: 'settings',
    permission: 'settings.read',
    params: PresetParams,
    reply: PresetPage,
    handler: async (tx, { params }) => ok({ items: await presetHistory(tx, params.code), nextCursor: null }),
  }),
  route({
    method: 'PUT',
    path: '/presets/:code',
    operationId: 'putPreset',
    summary: 'A new version of a group of numbers; what is decided from now on goes by it',
    tag: 'settings',
    permission: 'settings.write',
    params: PresetParams,
    body: PresetInput,
    reply: Preset,
    handler: (tx, { params, body }) => putPreset(tx, params.code, body),
  }),
  route({
    method: 'GET',
    path: '/enquiries',
    operationId: 'listEnquiries',
    summary: 'The board: filters, order, keyset pages',
    tag,
    permission: 'enquiries.read',
    query: EnquiryQuery,
    reply: EnquiryPage,
    handler: async (tx, { query }) => {
      const found = await findEnquiries(tx, query);
      if (!found.ok) return found;
      const { records, ...rest } = found.value;
      return ok({ items: await viewRows(tx, records), ...rest });
    },
  }),
  route({
    method: 'GET',
    path: '/enquiries/counts',
    operationId: 'countEnquiries',
    summary: 'Counts by status under the filters of the list',
    tag,
    permission: 'enquiries.read',
    query: EnquiryQuery,
    reply: EnquiryCounts,
    handler: (tx, { query }) => countEnquiriesByStatus(tx, query),
  }),
  route({
    method: 'POST',
    path: '/enquiries',
    operationId: 'receiveEnquiry',
    summary: 'An enquiry arrives; a repetition within 30 days is linked to the first one',
    tag,
    permission: 'enquiries.work',
    body: EnquiryInput,
    reply: Enquiry,
    status: 201,
    location: '/enquiries/:id',
    handler: async (tx, { body }) => shown(tx, await receiveEnquiry(tx, body)),
  }),
  route({
    method: 'POST',
    path: '/enquiries/walk-in',
    operationId: 'registerWalkIn',
    summary: 'Somebody is here without a booking: name and phone',
    tag,
    permission: 'enquiries.work',
    body: WalkInInput,
    reply: Enquiry,
    status: 201,
    location: '/enquiries/:id',
    handler: async (tx, { body }) => shown(tx, await registerWalkIn(tx, body)),
  }),
  route({
    method: 'POST',
    path: '/enquiries/bulk-assign',
    operationId: 'assignEnquiries',
    summary: 'Give many enquiries to one owner',
    tag,
    permission: 'enquiries.assign',
    body: BulkAssignInput,
    reply: BulkResult,
    handler: (tx, { body }) => assignMany(tx, body.ids, body.ownerId, body.note),
  }),
  route({
    method: 'GET',
    path: '/hand-overs',
    operationId: 'listHandOvers',
    summary: 'The latest hand-overs: of everybody for who may assign, else the own ones',
    tag,
    permission: 'enquiries.work',
    query: HandOverQuery,
    reply: HandOverPage,
    handler: async (tx, { query }) => ok({ items: await latestHandOvers(tx, query.limit), nextCursor: null }),
  }),
  route({
    method: 'POST',
    path: '/hand-overs/preview',
    operationId: 'previewHandOver',
    summary: 'Who would get how many; changes nothing',
    tag,
    permission: 'enquiries.work',
    body: HandOverInput,
    reply: HandOverPreview,
    handler: (tx, { body }) => previewHandOver(tx, body),
  }),
  route({
    method: 'POST',
    path: '/hand-overs',
    operationId: 'handOver',
    summary: 'Hand many enquiries over: to a person, to a team, or shared out by load',
    tag,
    permission: 'enquiries.work',
    body: HandOverInput,
    reply: HandOver,
    status: 201,
    location: '/hand-overs/:id',
    handler: (tx, { body }) => handOver(tx, body),
  }),
  route({
    method: 'GET',
    path: '/hand-overs/:id',
    operationId: 'getHandOver',
    summary: 'One hand-over: who got how many, what came back',
    tag,
    permission: 'enquiries.work',
    params: IdParams,
    reply: HandOver,
    handler: (tx, { params }) => getHandOver(tx, params.id),
  }),
  route({
    method: 'POST',
    path: '/hand-overs/:id/undo',
    operationId: 'undoHandOver',
    summary: 'Take a hand-over back; what somebody touched since stays and is named',
    tag,
    permission: 'enquiries.work',
    params: IdParams,
    body: HandOverUndo,
    reply: HandOver,
    handler: (tx, { params, body }) => undoHandOver(tx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/enquiries/hold-proposal',
    operationId: 'proposeRecontact',
    summary: 'The re-contact day that reasons of a hold propose',
    tag,
    permission: 'enquiries.read',
    body: HoldProposalInput,
    reply: HoldProposal,
    handler: (tx, { body }) => proposeHold(tx, body),
  }),
  route({
    method: 'GET',
    path: '/enquiries/:id',
    operationId: 'getEnquiry',
    summary: 'One enquiry in full',
    tag,
    permission: 'enquiries.read',
    params: IdParams,
    reply: Enquiry,
    handler: async (tx, { params }) => shown(tx, await getEnquiry(tx, params.id)),
  }),
  act('', 'editEnquiry', 'Correct what is known of the enquiry', EnquiryPatch, editEnquiry, {
    method: 'PATCH',
  }),
  act('/calls', 'recordCall', 'Record a call; the rules say what follows', CallInput, recordCall),
  act('/transitions', 'transition', 'Change the status by hand', Transition, transition),
  act('/replies', 'recordReply', 'The customer answered by another way than a call', ReplyInput, recordReply),
  act(
    '/consent',
    'recordConsent',
    "The person's own new consent: it ends the hold of all she asks",
    ConsentInput,
    recordConsent,
  ),
  act('/assign', 'assignEnquiry', 'Give it to an owner', AssignInput, assign),
  act('/claim', 'claimEnquiry', 'Work on it: others see the lock', ClaimInput, claim),
  act('/release', 'releaseEnquiry', 'Back to the queue', ReleaseInput, release, { anyVersion: true }),
  act('/undo', 'undoEnquiry', 'Take the last act back', UndoInput, undoLastAct),
  act('/next-action', 'moveNextAction', 'Another time for the next action', NextActionPatch, moveAction, {
    method: 'PATCH',
  }),
  route({
    method: 'GET',
    path: '/enquiries/:id/history',
    operationId: 'getStatusHistory',
    summary: 'Every status event, with valid time and record time',
    tag,
    permission: 'enquiries.read',
    params: IdParams,
    query: HistoryQuery,
    reply: StatusEventPage,
    handler: async (tx, { params, query }) => {
      const events = await statusHistory(tx, params.id, query);
      return events.ok ? ok({ items: events.value, nextCursor: null }) : events;
    },
  }),
  route({
    method: 'POST',
    path: '/cadence/preview',
    operationId: 'previewCadence',
    summary: 'What the cadence would make of these calls; changes nothing',
    tag,
    permission: 'enquiries.read',
    body: CadencePreviewInput,
    reply: CadencePreview,
    handler: (tx, { body }) => preview(tx, body),
  }),
];

export const enquiriesRoutes = withExamples(ROUTES, EXAMPLES);
