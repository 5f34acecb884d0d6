import { z } from 'zod';
import { Id, InstantText, PageQuery, page } from './common.ts';

export const Job = z
  .object({
    id: Id,
    kind: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    progress: z.object({ done: z.int(), total: z.int().nullable() }),
    title: z.string(),
    error: z.string().nullable(),
    createdAt: InstantText,
    finishedAt: InstantText.nullable(),
    ref: Id.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;
export const JobPage = page(Job);

/** An event that a subscriber failed to take, kept until it is replayed. */
export const DeadLetter = z
  .object({
    eventId: Id,
    subscriber: z.string(),
    eventType: z.string(),
    attempts: z.int(),
    error: z.string(),
    failedAt: InstantText,
  })
  .meta({ id: 'DeadLetter' });
export const DeadLetterPage = page(DeadLetter);

/** A person that audit lines are about. */
export const AuditedPerson = z
  .object({ id: Id, number: z.string(), name: z.string().nullable() })
  .meta({ id: 'AuditedPerson' });
export type AuditedPerson = z.infer<typeof AuditedPerson>;
export const AuditedPersonPage = page(AuditedPerson);
/** Of one audit line or of several: their `personIds`, joined by commas. */
export const AuditedPeopleQuery = z.strictObject({
  ids: z
    .string()
    .max(4000)
    .transform((ids) => ids.split(','))
    .pipe(z.array(Id).max(100))
    .optional(),
});

export const AuditEntry = z
  .object({
    id: Id,
    at: InstantText,
    userId: Id.nullable(),
    userName: z.string().nullable(),
    apiKeyId: Id.nullable(),
    action: z.string(),
    text: z.string(),
    personIds: z.array(Id),
    /** The first of them; null where there is none, or the reader may not see people. */
    person: AuditedPerson.nullable(),
    entity: z.string().nullable(),
    entityId: Id.nullable(),
    /** Names of the fields that changed, with before and after where they are not personal. */
    changes: z.record(z.string(), z.unknown()).nullable(),
    reason: z.string().nullable(),
    address: z.string().nullable(),
    sealed: z.boolean(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditPage = page(AuditEntry);
export const AuditQuery = PageQuery.extend({
  userId: Id.optional(),
  personId: Id.optional(),
  entityId: Id.optional(),
  action: z.string().max(80).optional(),
  from: InstantText.optional(),
  to: InstantText.optional(),
});
/** What one user, or one API key, did in a period: `lists` of the entries named several people, `people` are all that they named. */
export const AuditTally = z
  .object({
    userId: Id.nullable(),
    apiKeyId: Id.nullable(),
    name: z.string(),
    action: z.string(),
    entries: z.int(),
    lists: z.int(),
    people: z.int(),
  })
  .meta({ id: 'AuditTally' });
export type AuditTally = z.infer<typeof AuditTally>;
export const AuditSummary = z.object({ from: InstantText, to: InstantText, items: z.array(AuditTally) });
/** Without `from` the 30 days before `to`; never more than 366. */
export const AuditSummaryQuery = z.strictObject({
  userId: Id.optional(),
  action: z.string().max(80).optional(),
  from: InstantText.optional(),
  to: InstantText.optional(),
});
export const AuditVerification = z
  .object({
    intact: z.boolean(),
    checked: z.int(),
    unsealed: z.int(),
    firstBroken: z.object({ seal: z.int(), entryId: Id.nullable() }).nullable(),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;

/** A check of the whole chain: it runs as a job. `progress` counts seals; `result` is there once it is done. */
export const AuditCheck = z
  .object({
    id: Id,
    state: z.enum(['running', 'done', 'failed']),
    progress: z.object({ done: z.int(), total: z.int().nullable() }),
    result: AuditVerification.nullable(),
    startedAt: InstantText,
    finishedAt: InstantText.nullable(),
  })
  .meta({ id: 'AuditCheck' });
export type AuditCheck = z.infer<typeof AuditCheck>;
export const AuditCheckPage = page(AuditCheck);

/** What the stream tells: something changed; whoever may see it reads it again. */
export const StreamEvent = z.object({
  type: z.string(),
  ids: z.record(z.string(), z.string().nullable()),
  by: Id.nullable(),
});
export type StreamEvent = z.infer<typeof StreamEvent>;

/** The clock of all processes, for tests (ANBU_TEST_CLOCK). `offsetSeconds` = how far it is ahead of the real one. */
export const TestClock = z
  .object({ now: InstantText, realNow: InstantText, offsetSeconds: z.number() })
  .meta({ id: 'TestClock' });
export const TestClockInput = z.union([
  z.strictObject({ now: InstantText }),
  z.strictObject({ offsetSeconds: z.number().min(-4_000_000_000).max(4_000_000_000) }),
]);
