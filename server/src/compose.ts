import {
  analyticsRoutes,
  analyticsSubscribers,
  countDifferences,
  reconcileRollUps,
  registerReports,
  sweepLate,
  sweepReports,
  sweepUncounted,
} from './modules/analytics/index.ts';
import {
  archiveOldMessages,
  channelsPublicRoutes,
  chatRoutes,
  channelsRoutes,
  channelsSealed,
  LetterLook,
  linkPublicRoutes,
  registerLetters,
  receivedRoutes,
  sweepResults,
  receivedFaxRoutes,
  Sender,
  sweepLetters,
  type ChannelsDeps,
} from './modules/channels/index.ts';
import { announceDue, consentsPublicRoutes, consentsRoutes } from './modules/consents/index.ts';
import { deskRoutes } from './modules/desk/index.ts';
import {
  enquiriesRoutes,
  peopleListRoutes,
  enquiriesSubscribers,
  reconcileOpenEnquiries,
  settleClosedCounts,
  sweepAlerts,
  sweepClaims,
  sweepReassign,
  sweepReturns,
} from './modules/enquiries/index.ts';
import {
  authenticator,
  identityPublicRoutes,
  identityRoutes,
  identitySealed,
  listOrganisationIds,
  sweepContracts,
} from './modules/identity/index.ts';
import {
  exportsRoutes,
  importsRoutes,
  registerExports,
  registerImports,
  removeExpiredExports,
} from './modules/integrations/index.ts';
import {
  forgetOldNotices,
  noticesRoutes,
  noticesSubscribers,
  seedEverywhere,
  sendNotices,
  type NoticeDeps,
} from './modules/notices/index.ts';
import { peopleRoutes, personHits } from './modules/people/index.ts';
import {
  byRoster,
  forgetOldTellings,
  makeVapid,
  remindersRoutes,
  remindersSealed,
  remindersSubscribers,
  sendPushes,
  type ReminderDeps,
} from './modules/reminders/index.ts';
import { rosterRoutes } from './modules/roster/index.ts';
import { timelineRoutes, timelineSubscribers } from './modules/timeline/index.ts';
import { intakePublicRoutes, intakeRoutes, intakeSealed } from './modules/intake/index.ts';
import { inboxRoutes, receive, receiveText, sweepParts } from './modules/inbox/index.ts';
import {
  forgetOldMail,
  handleDueMail,
  hearRefusal,
  MailKeeper,
  mailRoutes,
  mailSealed,
  type MailDeps,
} from './modules/mail/index.ts';
import {
  LineKeeper,
  makeSteer,
  recordDue,
  telephonyPublicRoutes,
  telephonyRoutes,
  telephonySealed,
  telephonySubscribers,
  type TelephonyDeps,
} from './modules/telephony/index.ts';
import { auditReads, auditRoutes, flushAudit, registerAuditCheck } from './platform/audit/index.ts';
import { Database } from './platform/db/index.ts';
import type { Authenticator, PublicRoute, Route } from './platform/http/route.ts';
import type { RawRoute } from './platform/http/raw-route.ts';
import { removeRepliesOf } from './platform/http/idempotency.ts';
import { jobRoutes, JobRunner, Ticker } from './platform/jobs/index.ts';
import type { Log } from './platform/log.ts';
import { maintainedAt, scheduleMaintenance } from './platform/maintenance/index.ts';
import { makeMetrics, type Metrics } from './platform/metrics.ts';
import { Breaker, makeOutgoing } from './platform/outgoing/index.ts';
import { patient } from './platform/patience.ts';
import {
  findBacklog,
  flushOutbox,
  outboxRoutes,
  startDispatcher,
  type Dispatcher,
  type Subscriber,
} from './platform/outbox/index.ts';
import { checkSecretKey, Keyring, type SealedColumn } from './platform/secrets/index.ts';
import { Listener, Stream } from './platform/stream/index.ts';
import { testClockRoutes } from './platform/test-clock/index.ts';

export type AppOptions = {
  /** The application's login. */
  readonly databaseUrl: string;
  /** The owner's login, for the nightly work; null = another process does it. */
  readonly ownerUrl?: string | null;
  readonly poolSize?: number;
  readonly applicationName?: string;
  /** ANBU_TEST_CLOCK: the clock may be set over the API, by the owner's login. */
  readonly testClock?: boolean;
  /** Where people reach Anbu: passkeys are bound to its name. Left out by commands, which serve nobody. */
  readonly publicUrl?: URL;
  /** Seals what may not be read from a copy of the database. */
  readonly secretKey: string;
  /** `host:port` of this machine that may be called from here: development and tests. */
  readonly outgoingAllow?: readonly string[];
  /** How push services reach who runs this: `mailto:` or `https:`. */
  readonly pushContact?: string | null;
  /** Where a mail server of the house hands mail on; null = nowhere. */
  readonly mailListen?: { readonly host: string; readonly port: number } | null;
  readonly log: Log;
};

export type Workers = {
  readonly dispatcher: Dispatcher;
  /** Takes nothing new, ends what runs. */
  stop(): Promise<void>;
};

/** The program: each module built once. Every command uses it; which parts run is the command's choice. */
export type App = {
  readonly db: Database;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly routes: readonly Route[];
  readonly publicRoutes: readonly PublicRoute[];
  /** Pages, forms and signed messages: nobody is signed in. */
  readonly rawRoutes: readonly RawRoute[];
  readonly subscribers: readonly Subscriber[];
  readonly authenticator: Authenticator;
  /** Throws where the secret key is not the one of this database. Before anything else. */
  checkSecretKey(): Promise<void>;
  /** Begins to tell what happens; for processes that serve. Ends with `stop`. */
  openStream(): Promise<Stream>;
  /** Begins to deliver events, run jobs and hand messages over. Ends with `stop`. */
  startWorkers(): Promise<Workers>;
  /** Begins to hand messages over, and nothing else. Ends with `stop`. */
  startSender(): Promise<Sender>;
  /** Ends what was begun, in order, within so many milliseconds: what takes longer is left as a process that is killed leaves it. */
  stop(milliseconds?: number): Promise<void>;
};

/** Another end that hangs holds nobody up for longer. */
const STOPS_WITHIN = 60_000;

/** Who is told of which events. */
export const subscribers: readonly Subscriber[] = [
  ...enquiriesSubscribers,
  ...remindersSubscribers,
  ...timelineSubscribers,
  ...analyticsSubscribers,
  ...telephonySubscribers,
  ...noticesSubscribers,
];

/** Where texts stand that the secret key sealed. */
export const sealedColumns: readonly SealedColumn[] = [
  ...identitySealed,
  ...intakeSealed,
  ...remindersSealed,
  ...channelsSealed,
  ...telephonySealed,
  ...mailSealed,
];

export function compose(options: AppOptions): App {
  const { databaseUrl, ownerUrl = null, poolSize = 10, applicationName = 'anbu', secretKey, log } = options;
  if (options.testClock && ownerUrl === null) throw new Error('the test clock is set by the owner of the database');
  const keyring = new Keyring(secretKey);
  const secrets = {
    seal: (text: string, purpose: string) => keyring.box(purpose).seal(text),
    open: (sealed: string, purpose: string) => keyring.box(purpose).open(sealed),
  };
  const flush = [flushAudit, flushOutbox(subscribers)];
  const db = new Database({ url: databaseUrl, poolSize, applicationName, flush });
  const publicUrl = options.publicUrl ?? new URL('http://localhost:3000');
  const identity = { database: db, secrets, publicUrl };
  const intake = { database: db, secrets };
  const consents = { database: db, secrets, publicUrl: identity.publicUrl };
  const outgoing = makeOutgoing({ allow: new Set(options.outgoingAllow) });
  const channels: ChannelsDeps = {
    database: db,
    secrets,
    outgoing,
    receiptKeys: keyring.deriveAll('channels receipts'),
    receive: (tx, { part, ...heard }) => receiveText(tx, heard, part),
    refused: hearRefusal,
    publicUrl,
    random: Math.random,
    steady: () => performance.now(),
    look: new LetterLook(),
    log,
  };
  const mail: MailDeps = {
    ...channels,
    listen: options.mailListen ?? null,
  };
  const lines = { database: db, secrets, allow: new Set(options.outgoingAllow), log };
  const telephony: TelephonyDeps = { ...lines, steer: makeSteer(lines) };
  const reminders: ReminderDeps = {
    secrets,
    vapid: makeVapid(keyring.derive('vapid', 48), options.pushContact ?? null),
    outgoing,
    breaker: new Breaker(),
    onDuty: byRoster,
    random: Math.random,
  };
  const notices: NoticeDeps = { links: consents, onDuty: byRoster, log };
  const metrics = makeMetrics(db);
  metrics.watchTogether(
    {
      anbu_outbox_pending: 'Deliveries that wait',
      anbu_outbox_dead: 'Deliveries that failed for good',
      anbu_outbox_lag_seconds: 'Age of the oldest delivery',
    },
    async () => {
      const { pending, dead, oldestSeconds } = await findBacklog(db);
      return { anbu_outbox_pending: pending, anbu_outbox_dead: dead, anbu_outbox_lag_seconds: oldestSeconds };
    },
  );
  metrics.watch(
    'anbu_maintenance_success_timestamp_seconds',
    'When the nightly work of the owner was last done; 0 = never',
    async () => ((await maintainedAt(db)) ?? 0) / 1_000,
  );
  metrics.watch(
    'anbu_statistics_differences',
    'Figures that the last nightly reconciliation of statistics found wrong, and put right; must be 0',
    () => countDifferences(db),
  );

  let listener: Listener | null = null;
  const listen = async () => {
    if (listener === null) {
      listener = new Listener(databaseUrl, log);
      await listener.start();
    }
    return listener;
  };
  const stops: (() => Promise<void>)[] = [];

  return {
    db,
    log,
    metrics,
    routes: [
      ...identityRoutes(identity),
      ...rosterRoutes,
      ...peopleRoutes,
      ...enquiriesRoutes,
      ...peopleListRoutes,
      ...consentsRoutes(consents),
      ...remindersRoutes(reminders),
      ...intakeRoutes(intake),
      ...channelsRoutes(channels),
      ...mailRoutes(mail),
      ...telephonyRoutes(telephony),
      ...inboxRoutes,
      ...noticesRoutes,
      ...timelineRoutes,
      ...analyticsRoutes,
      ...deskRoutes,
      ...importsRoutes,
      ...exportsRoutes,
      ...jobRoutes,
      ...outboxRoutes,
      ...auditReads(personHits),
      ...auditRoutes,
      ...(options.testClock && ownerUrl !== null ? testClockRoutes(ownerUrl) : []),
    ],
    publicRoutes: identityPublicRoutes(identity),
    rawRoutes: [
      ...intakePublicRoutes(intake),
      ...consentsPublicRoutes(consents),
      ...channelsPublicRoutes(channels),
      ...linkPublicRoutes(channels),
      ...receivedRoutes(channels),
      ...receivedFaxRoutes(channels, receive),
      ...chatRoutes(channels),
      ...telephonyPublicRoutes(telephony),
    ],
    subscribers,
    authenticator: authenticator({ database: db }),
    checkSecretKey: () => checkSecretKey(db, keyring),
    async openStream() {
      const stream = new Stream({ db, listener: await listen(), log });
      stops.push(() => stream.close());
      return stream;
    },
    async startWorkers() {
      const listener = await listen();
      const dispatcher = startDispatcher({ db, subscribers, listener, log });
      const jobs = new JobRunner({ db, log, listener });
      registerImports(jobs);
      registerExports(jobs);
      registerReports(jobs);
      registerLetters(jobs);
      registerAuditCheck(jobs);
      jobs.start();
      const ticker = sweepsOf(db, { reminders, channels, notices }, ownerUrl, log);
      ticker.registerSweep('mail.due', 10, () => handleDueMail(mail));
      ticker.start();
      const sender = new Sender(channels);
      sender.start();
      const keeper = new LineKeeper({ ...telephony, log, random: Math.random });
      keeper.start();
      const mailKeeper = new MailKeeper(mail);
      await mailKeeper.start();
      const parts = [dispatcher, jobs, ticker, sender, keeper, mailKeeper];
      const workers: Workers = {
        dispatcher,
        stop: async () => void (await Promise.all(parts.map((part) => part.stop()))),
      };
      stops.push(workers.stop);
      return workers;
    },
    async startSender() {
      const sender = new Sender(channels);
      sender.start();
      stops.push(() => sender.stop());
      return sender;
    },
    async stop(milliseconds = STOPS_WITHIN) {
      const inOrder = async () => {
        // The last to start stands on those before it.
        for (const stop of stops.reverse()) await stop();
        await channels.look.close();
        await listener?.stop();
        await db.close();
      };
      await patient(inOrder(), milliseconds);
    },
  };
}

const RECONCILE_AT = 3 * 60 + 40;
const FORGET_AT = 3 * 60 + 50;
const ARCHIVE_AT = 4 * 60 + 20;
const RECONCILE_ROLL_UPS_AT = 4 * 60;

/** What is done again and again, by one process at a time. */
function sweepsOf(
  db: Database,
  {
    reminders,
    channels,
    notices,
  }: { readonly reminders: ReminderDeps; readonly channels: ChannelsDeps; readonly notices: NoticeDeps },
  ownerUrl: string | null,
  log: Log,
): Ticker {
  const ticker = new Ticker({ db, log });
  ticker.registerSweep('enquiries.alerts', 15, sweepAlerts);
  ticker.registerSweep('reminders.push', 3, () => sendPushes(db, reminders));
  ticker.registerSweep('notices.send', 3, () => sendNotices(db, notices));
  ticker.registerSweep('notices.seed', 3_600, () => seedEverywhere(db));
  ticker.registerSweep('enquiries.claims', 15, sweepClaims);
  ticker.registerSweep('telephony.records', 10, recordDue);
  ticker.registerSweep('channels.results', 10, async () => void (await sweepResults(channels)));
  ticker.registerSweep('inbox.parts', 60, async () => void (await sweepParts(db)));
  ticker.registerSweep('enquiries.returns', 60, sweepReturns);
  ticker.registerSweep('enquiries.reassign', 60, sweepReassign);
  ticker.registerSweep('channels.letters', 60, async () => void (await sweepLetters(db)));
  ticker.registerSweep('consents.due', 60, () => announceDue(db));
  ticker.registerSweep('identity.contracts', 60, () => sweepContracts(db));
  ticker.registerSweep('enquiries.counts', 3_600, async () => {
    const statuses = await settleClosedCounts(db);
    if (statuses > 0)
      log.warn({ statuses }, 'closed enquiries were counted anew: the lines of these statuses did not add up');
  });
  ticker.registerSweep('http.replies', 3_600, async () => {
    for (const orgId of await listOrganisationIds(db)) await removeRepliesOf(db, orgId);
  });
  ticker.registerSweep('exports.expired', 3_600, async () => void (await removeExpiredExports(db)));
  ticker.registerDaily('enquiries.reconcile', RECONCILE_AT, 'Asia/Seoul', async () => {
    const persons = await reconcileOpenEnquiries(db);
    if (persons > 0) log.error({ persons }, 'open enquiries were counted wrong on the rows of persons');
  });
  ticker.registerSweep('analytics.late', 60, sweepLate);
  ticker.registerSweep('analytics.fill', 60, sweepUncounted);
  ticker.registerSweep('analytics.reports', 15, sweepReports);
  ticker.registerDaily('analytics.reconcile', RECONCILE_ROLL_UPS_AT, 'Asia/Seoul', async () => {
    const differences = await reconcileRollUps(db);
    if (differences.enquiries + differences.sums > 0)
      log.error(differences, 'statistics were not those of their enquiries');
  });
  ticker.registerDaily('reminders.forget', FORGET_AT, 'Asia/Seoul', async () => {
    await forgetOldTellings(db, await listOrganisationIds(db));
  });
  ticker.registerDaily('channels.archive', ARCHIVE_AT, 'Asia/Seoul', async () => {
    await archiveOldMessages(db, await listOrganisationIds(db));
    await forgetOldNotices(db, await listOrganisationIds(db));
  });
  ticker.registerDaily('mail.forget', FORGET_AT, 'Asia/Seoul', async () => {
    await forgetOldMail(db, await listOrganisationIds(db));
  });
  scheduleMaintenance(ticker, { ownerUrl, timeZone: 'Asia/Seoul', log });
  return ticker;
}
