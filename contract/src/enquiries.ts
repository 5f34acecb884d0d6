import { z } from 'zod';
import { Day, Id, InstantText, Names, PageQuery, Reason, Version, distinct, page, text } from './common.ts';
import { ENQUIRY_FILTER_SHAPE, EnquirySort } from './enquiry-filters.ts';
import { PersonHit, PersonInput, Relation } from './people.ts';
import {
  ActionKind,
  CallOutcome,
  HoldReason,
  InvalidKind,
  Likelihood,
  PatientKind,
  Slot,
  StatusCode,
} from './statuses.ts';

export const ListCode = z.string().regex(/^[a-z0-9_]{1,40}$/);

// ---- vocabulary of an organisation
export const Status = z
  .object({
    code: StatusCode,
    names: Names,
    stage: z.enum(['A', 'B', 'C', 'D', 'E', 'F']),
    open: z.boolean(),
    order: z.int(),
    allowed: z.array(StatusCode),
    clock: Names,
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof Status>;
export const StatusPage = page(Status);
export const ListItem = z
  .object({ code: z.string(), names: Names, order: z.int(), active: z.boolean() })
  .meta({ id: 'ListItem' });
export type ListItem = z.infer<typeof ListItem>;
export const ListItemPage = page(ListItem);
const NamesInput = z.strictObject({ ko: text(120), en: text(120), zh: text(120) });
export const ListItemInput = z.strictObject({ code: ListCode, names: NamesInput, active: z.boolean().default(true) });

// ---- an enquiry
/** Who asks for the patient, when it is somebody else (A17). Each has her own permission to be told. */
export const Enquirer = z.union([
  z.strictObject({ personId: Id, relation: Relation.default('other'), mayBeTold: z.boolean().default(false) }),
  z.strictObject({
    name: text(120),
    phone: text(40).optional(),
    relation: Relation.default('other'),
    mayBeTold: z.boolean().default(false),
  }),
]);
export const EnquiryParty = z
  .object({
    role: z.enum(['enquirer', 'decision_maker', 'payer']),
    personId: Id.nullable(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    relation: Relation,
    mayBeTold: z.boolean(),
  })
  .meta({ id: 'EnquiryParty' });

const EARLIEST_RECEIVED = '2000-01-01';
/** Nobody asks a clinic of today in the nineteenth century: a year that slipped. Imports of recorded history read their own. */
const ReceivedAt = InstantText.refine((text) => Date.parse(text) >= Date.parse(EARLIEST_RECEIVED), {
  params: { code: 'field.too_early', earliest: EARLIEST_RECEIVED },
});

export const EnquiryInput = z
  .strictObject({
    person: z.union([z.strictObject({ id: Id }), PersonInput]),
    site: Id.optional(),
    sourceChannel: ListCode,
    campaign: text(120).optional(),
    utm: z.record(text(40), text(200)).optional(),
    interests: distinct(z.array(ListCode).max(20)).default([]),
    enquirer: Enquirer.optional(),
    text: text(10_000, 0).optional(),
    receivedAt: ReceivedAt.optional(),
    ownerId: Id.optional(),
  })
  .meta({ id: 'EnquiryInput' });
export type EnquiryInput = z.infer<typeof EnquiryInput>;

/** Walk-in (A19): two fields and it is registered, here and now. */
export const WalkInInput = z.strictObject({
  name: text(120),
  phone: text(40),
  interests: distinct(z.array(ListCode).max(20)).default([]),
  site: Id.optional(),
});

export const NextAction = z
  .object({
    kind: ActionKind,
    dueAt: InstantText,
    windowFrom: InstantText,
    windowTo: InstantText,
    slot: Slot.nullable(),
    ownerId: Id.nullable(),
    team: Id.nullable(),
    poolAt: InstantText,
    escalateAt: InstantText,
    reason: Reason,
  })
  .meta({ id: 'NextAction' });
export type NextAction = z.infer<typeof NextAction>;

export const PriorityPart = z.object({
  code: z.string(),
  params: Reason.shape.params,
  points: z.number(),
  text: z.string(),
});
export const Priority = z.object({ score: z.number(), parts: z.array(PriorityPart) }).meta({ id: 'Priority' });
export const Attempt = z
  .object({ no: z.int(), at: InstantText, slot: Slot.nullable(), outcome: CallOutcome, userId: Id.nullable() })
  .meta({ id: 'Attempt' });
export const Booking = z
  .object({
    id: Id,
    startsAt: InstantText,
    durationMinutes: z.int(),
    serviceCode: z.string(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Booking' });

export const Enquiry = z
  .object({
    id: Id,
    personId: Id,
    person: PersonHit,
    siteId: Id,
    status: StatusCode,
    statusSince: InstantText,
    sourceChannel: z.string(),
    campaign: z.string().nullable(),
    interests: z.array(z.string()),
    text: z.string().nullable(),
    parties: z.array(EnquiryParty),
    patientKind: PatientKind,
    receivedAt: InstantText,
    cohortMonth: z.string(),
    originalId: Id.nullable(),
    invalidKind: InvalidKind.nullable(),
    passDueOn: Day.nullable(),
    passesDone: z.int(),
    ownerId: Id.nullable(),
    team: Id.nullable(),
    likelihood: Likelihood.nullable(),
    holdReasons: z.array(HoldReason),
    recontactOn: Day.nullable(),
    lastContactAt: InstantText.nullable(),
    promise: z.object({ at: InstantText.nullable(), by: z.enum(['us', 'customer']) }).nullable(),
    booking: Booking.nullable(),
    closedReason: z.object({ code: z.string(), text: z.string().nullable() }).nullable(),
    attempts: z.array(Attempt),
    unansweredDays: z.int(),
    unreachable: z.boolean(),
    /** The person once refused contact: nothing goes out before there is evidence of consent. */
    contactHold: z.boolean(),
    /** How the person of an arrival was found: by number and name, by a number that only she has, or new. Null where she was chosen. */
    foundBy: z.enum(['same_phone_and_name', 'same_phone', 'new', 'new_on_shared_phone']).nullable(),
    nextAction: NextAction.nullable(),
    late: z.boolean(),
    priority: Priority,
    allowedTransitions: z.array(StatusCode),
    /** Until when the own last act may be taken back by the caller; null = nothing to undo. */
    undoUntil: InstantText.nullable(),
    /** Who works on it: a user, or a program by its key; `name` is hers or the key's. */
    claim: z
      .object({ userId: Id.nullable(), apiKeyId: Id.nullable(), name: z.string(), until: InstantText })
      .nullable(),
    /** By which hand-over the owner has it, until she acts on it. */
    handOver: z
      .object({
        id: Id,
        at: InstantText,
        /** Null: the program, by a rule. */
        by: Id.nullable(),
        from: Id.nullable(),
        note: z.string().nullable(),
        /** For the time of an absence. */
        temporary: z.boolean(),
        back: z.boolean(),
        /** By a rule: whoever had it was late, or away. */
        why: z.enum(['late', 'absent']).nullable(),
      })
      .nullable(),
    version: Version,
  })
  .meta({ id: 'Enquiry' });
export type Enquiry = z.infer<typeof Enquiry>;

/** A row of the board and of Today. */
export const EnquiryRow = Enquiry.omit({ parties: true, text: true, closedReason: true }).meta({ id: 'EnquiryRow' });
export type EnquiryRow = z.infer<typeof EnquiryRow>;
export const EnquiryPage = page(EnquiryRow);

/** The filters of `ENQUIRY_FILTERS`; lists are comma lists. `q` searches the person as `GET /people` does. */
export const EnquiryQuery = PageQuery.extend({
  ...ENQUIRY_FILTER_SHAPE,
  q: z.string().max(200).optional(),
  personId: Id.optional(),
  sort: EnquirySort.default('-receivedAt'),
  total: z.stringbool().optional(),
});
export type EnquiryQuery = z.infer<typeof EnquiryQuery>;

/** Counts by status under the same filters as the list. */
export const EnquiryCounts = z
  .object({
    statuses: z.array(z.object({ status: StatusCode, count: z.int(), late: z.int() })),
    late: z.int(),
    /** False: closed ones were not counted, because the filters would have to look at every one there is; a period or an owner bounds them. */
    closedCounted: z.boolean(),
  })
  .meta({ id: 'EnquiryCounts' });

// ---- acts
/** Stale: 409 `enquiries.changed`. */
const SeenVersion = Version.optional().meta({
  description: 'The version that the caller saw. Required of a signed-in user, optional for an API key.',
});
const TransitionFields = {
  to: StatusCode,
  reasonCode: z.string().max(40).optional(),
  reasonText: text(1000).optional(),
  holdReasons: distinct(z.array(HoldReason).max(10)).optional(),
  likelihood: Likelihood.optional(),
  recontactOn: Day.optional(),
  promiseAt: InstantText.nullable().optional(),
  promiseBy: z.enum(['us', 'customer']).optional(),
  invalidKind: InvalidKind.optional(),
  cancelledBy: z.enum(['patient', 'clinic']).optional(),
  originalId: Id.optional(),
  evidence: z.strictObject({ kind: text(40), text: text(1000), fileId: Id.optional() }).optional(),
  appointment: z
    .strictObject({
      startsAt: InstantText,
      durationMinutes: z.int().min(5).max(1440),
      serviceCode: ListCode,
      note: text(1000).optional(),
    })
    .optional(),
  visit: z.strictObject({ at: InstantText }).optional(),
};
export const Transition = z.strictObject({ ...TransitionFields, version: SeenVersion }).meta({ id: 'Transition' });
export type Transition = z.infer<typeof Transition>;
export const Then = z.strictObject(TransitionFields).meta({ id: 'Then' });
export type Then = z.infer<typeof Then>;

export const CallInput = z
  .strictObject({
    outcome: CallOutcome,
    direction: z.enum(['outbound', 'inbound']).default('outbound'),
    at: InstantText.optional(),
    durationSeconds: z.int().min(0).max(86_400).optional(),
    note: text(4000).optional(),
    phoneId: Id.optional(),
    then: Then.optional(),
    version: SeenVersion,
  })
  .meta({ id: 'CallInput' });
export type CallInput = z.infer<typeof CallInput>;

export const AssignInput = z.strictObject({
  ownerId: Id,
  note: text(1000).optional(),
  /** She is away, and that is known. */
  evenAbsent: z.boolean().optional(),
  version: SeenVersion,
});
export const BulkAssignInput = z.strictObject({
  ids: distinct(z.array(Id).min(1).max(500)),
  ownerId: Id,
  note: text(1000).optional(),
});
export const BulkResult = z.object({
  done: z.int(),
  refused: z.array(z.object({ id: Id, code: z.string(), text: z.string() })),
});
/** `keep`: the lock of who looks at it; its owner stays until the first act is recorded. `take`: what is offered to the caller is hers from now on. */
export const ClaimInput = z.strictObject({ owner: z.enum(['take', 'keep']).default('take'), version: SeenVersion });
/** `give_back`: what the claim took and nothing was done on is whose it was before. `keep`: the lock alone. */
export const ReleaseInput = z.strictObject({
  owner: z.enum(['give_back', 'keep']).default('give_back'),
  version: Version.optional(),
});
export const UndoInput = z.strictObject({ reasonText: text(1000).optional(), version: SeenVersion });
/** The person's own new consent, as she gave it: what lifts a hold. */
export const ConsentInput = z.strictObject({ kind: text(40), text: text(1000), version: SeenVersion });
/** A reply of the customer by another way than a call: message, form, in person. */
export const ReplyInput = z.strictObject({
  channel: z.enum(['sms', 'chat', 'email', 'web_form', 'other']),
  text: text(4000),
  at: InstantText.optional(),
  version: SeenVersion,
});
export const NextActionPatch = z.strictObject({
  dueAt: InstantText,
  reasonText: text(1000),
  version: SeenVersion,
});
export const EnquiryPatch = z.strictObject({
  sourceChannel: ListCode.optional(),
  campaign: text(120).nullable().optional(),
  interests: distinct(z.array(ListCode).max(20)).optional(),
  likelihood: Likelihood.nullable().optional(),
  version: SeenVersion,
});

/** Status history with valid time and record time (P8). */
export const StatusEvent = z
  .object({
    id: Id,
    from: StatusCode.nullable(),
    to: StatusCode,
    by: Id.nullable(),
    byRule: z.string().nullable(),
    at: InstantText,
    validAt: InstantText,
    reason: Reason.nullable(),
    voidedAt: InstantText.nullable(),
  })
  .meta({ id: 'StatusEvent' });
export type StatusEvent = z.infer<typeof StatusEvent>;
export const StatusEventPage = page(StatusEvent);
export const HistoryQuery = z.strictObject({ validAt: InstantText.optional(), recordedAt: InstantText.optional() });

// ---- dry runs
export const InlineSite = z.strictObject({
  timeZone: z.string().max(64),
  hours: z.partialRecord(
    z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
    z.array(z.tuple([z.string().max(5), z.string().max(5)])).max(8),
  ),
  closures: z.array(Day).max(1000).default([]),
  callingLimits: z.tuple([z.string().max(5), z.string().max(5)]).default(['08:00', '21:00']),
});
export const CadencePreviewInput = z
  .strictObject({
    siteId: Id.optional(),
    site: InlineSite.optional(),
    receivedAt: InstantText,
    status: StatusCode.optional(),
    calls: z
      .array(z.strictObject({ at: InstantText, outcome: CallOutcome, promiseAt: InstantText.nullable().optional() }))
      .max(100)
      .default([]),
    now: InstantText,
  })
  .meta({ id: 'CadencePreviewInput' });
export const CadencePreview = z
  .object({
    status: StatusCode,
    unansweredDays: z.int(),
    nextAction: NextAction.omit({ ownerId: true, team: true, poolAt: true, escalateAt: true }).nullable(),
  })
  .meta({ id: 'CadencePreview' });
export const HoldProposalInput = z.strictObject({
  reasons: distinct(z.array(HoldReason).min(1).max(10)),
  site: Id.optional(),
  statedOn: Day.optional(),
});
export const HoldProposal = z.object({ recontactOn: Day });
