import type { Role } from '@anbu/contract';
import { ok } from '../kernel/outcome.ts';
import { sql } from '../platform/db/index.ts';
import { signWebhook } from '../platform/webhooks/index.ts';
import type { TestAnswer, TestApp } from '../testing/app.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { furnishChannels } from './furnish-channels.ts';
import { furnishConsents } from './furnish-consents.ts';
import { furnishInbox } from './furnish-inbox.ts';
import { furnishLetters } from './furnish-letters.ts';
import { furnishMail } from './furnish-mail.ts';

/** Arranges for the tests of this folder: two organisations that each have one of everything. */

/** Ids of what an organisation has, by what it is. */
export type Things = Readonly<Record<Thing, string>>;
export type Thing =
  | 'organisation'
  | 'mailbox'
  | 'receivedMail'
  | 'person'
  | 'otherPerson'
  | 'household'
  | 'phone'
  | 'email'
  | 'memo'
  | 'enquiry'
  | 'otherEnquiry'
  | 'alert'
  | 'incoming'
  | 'incomingFile'
  | 'browser'
  | 'handOver'
  | 'site'
  | 'absence'
  | 'team'
  | 'user'
  | 'apiKey'
  | 'contract'
  | 'spareContract'
  | 'import'
  | 'intakeSource'
  | 'intakeRequest'
  | 'exchange'
  | 'allowedHost'
  | 'phoneCall'
  | 'importMapping'
  | 'job'
  | 'deadLetter'
  | 'event'
  | 'auditEntry'
  | 'auditCheck'
  | 'view'
  | 'export'
  | 'report'
  | 'reportRun'
  | 'session'
  | 'consent'
  | 'consentText'
  | 'suppression'
  | 'sender'
  | 'duty'
  | 'dataRequest'
  | 'consentEvidence'
  | 'transport'
  | 'template'
  | 'message'
  | 'unknownMessage'
  | 'letterBatch'
  | 'letterPrint'
  | 'faxMessage'
  | 'file';

export type Side = 'own' | 'other';
export const as = (side: Side, role: Role) => (side === 'own' ? role : (`other.${role}` as const));

/** Texts and numbers that only the other organisation has. None of them may reach anybody of the own one. */
export const MARKERS = ['누출금지', 'leak-marker', '87651234', '8765-1234', '87659876', '8765-9876'] as const;

const NAMES: Record<Side, { name: string; phone: string; second: string; email: string; text: string }> = {
  own: {
    name: '우리사람',
    phone: '010-1111-2222',
    second: '010-1111-3333',
    email: 'own@own.example',
    text: '우리 메모',
  },
  other: {
    name: '누출금지',
    phone: '010-8765-1234',
    second: '010-8765-9876',
    email: 'leak-marker@other.example',
    text: 'leak-marker 누출금지 메모',
  },
};

/** A refusal is a bug of the arrangement. */
export function succeeded(answer: TestAnswer): TestAnswer['body'] {
  if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

export function multipart(fields: Record<string, string>, file: { name: string; content: string | Buffer } | null) {
  const boundary = 'security-boundary';
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (file) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: text/csv\r\n\r\n`;
    parts.push(Buffer.from(head), Buffer.from(file.content), Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

/** A chat that wrote once, and a message that nobody could read. */
async function fromOutside(app: TestApp, side: Side): Promise<{ intakeSource: string; intakeRequest: string }> {
  const words = NAMES[side];
  const source = succeeded(
    await app.request(as(side, 'admin'), 'POST', '/intake-sources', {
      kind: 'chat',
      name: `${words.name} 채팅`,
      sourceChannel: 'chat',
    }),
  );
  const send = async (id: string, body: object) => {
    const content = JSON.stringify(body);
    const seconds = Math.floor((await app.db.now()) / 1000);
    const signature = signWebhook(source.secret, id, seconds, Buffer.from(content));
    return app.request(null, 'POST', `//${String(source.path).slice(1)}`, content, {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signature,
    });
  };
  await send('m1', { conversation: 'c1', text: words.text, user: { name: `${words.name}다섯` } });
  const rejected = await send('m2', { conversation: 'c2', text: '', user: { name: words.name } });
  return { intakeSource: source.id, intakeRequest: rejected.body.requestId };
}

/** A call that rang at the consultant's telephone, an address that is allowed, an agent who is away. */
async function onTheTelephone(app: TestApp, side: Side, number: string) {
  const words = NAMES[side];
  const org = side === 'own' ? app.org : app.other;
  const ask = async (method: string, path: string, body: unknown, role: Role = 'admin') =>
    succeeded(await app.request(as(side, role), method, path, body));
  const exchange = await ask('POST', '/telephony/exchanges', { kind: 'webhook', name: `${words.name} 교환기` });
  const telephone = { exchangeId: exchange.id, extension: '1001' };
  await ask('PUT', `/telephony/agents/${org.users.consultant}`, { telephone });
  await ask('PUT', '/me/telephone', { state: 'available' }, 'consultant');
  const host = { host: '10.0.0.5', port: 5038, reason: words.text };
  const allowed = await ask('POST', '/telephony/allowed-hosts', host);
  const event = { call: 'c1', event: 'ended', direction: 'inbound', number, extensions: ['1001'], outcome: 'answered' };
  const content = JSON.stringify(event);
  const seconds = Math.floor((await app.db.now()) / 1000);
  const told = await app.request(null, 'POST', `/${String(exchange.path)}`, content, {
    'content-type': 'application/json',
    'webhook-id': 'p1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': signWebhook(exchange.secret, 'p1', seconds, Buffer.from(content)),
  });
  return { exchange: exchange.id, allowedHost: allowed.id, phoneCall: succeeded(told).callId };
}

/** One of everything for an organisation, made through the API where it can be. */
export async function furnish(app: TestApp, side: Side): Promise<Things> {
  const org = side === 'own' ? app.org : app.other;
  const words = NAMES[side];
  const post = async (path: string, body: unknown, role: Role = 'admin') =>
    succeeded(await app.request(as(side, role), 'POST', path, body));
  const act = async (id: string, what: string, body: object) =>
    succeeded(await app.act(as(side, 'consultant'), id, what, body));
  const person = await post('/people', { name: words.name, phone: words.phone, email: words.email });
  const otherPerson = await post('/people', { name: `${words.name}둘`, phone: words.second });
  const related = await app.request(as(side, 'admin'), 'PUT', `/people/${person.id}/related/${otherPerson.id}`, {
    relation: 'sibling',
    household: true,
  });
  const household = succeeded(related).householdId;
  const memo = await post(`/people/${person.id}/memos`, { text: words.text, pinned: true });
  await post(`/people/${person.id}/viewing`, { here: true });
  succeeded(
    await app.request(as(side, 'admin'), 'PUT', `/people/${person.id}/stickers`, {
      codes: [await stickerOf(app, side)],
    }),
  );
  const enquiry = await post('/enquiries', {
    person: { id: person.id },
    sourceChannel: 'phone',
    interests: ['implant'],
    text: words.text,
    campaign: words.name,
    enquirer: { name: words.name, phone: words.second, relation: 'parent' },
    ownerId: org.users.consultant,
  });
  const otherEnquiry = await post('/enquiries', {
    person: { id: otherPerson.id },
    sourceChannel: 'internet',
    interests: ['whitening'],
    ownerId: org.users.consultant,
  });
  await act(enquiry.id, 'calls', { outcome: 'NO_ANSWER', note: words.text });
  const promiseAt = new Date((await app.db.now()) + 60 * 60_000).toISOString();
  const then = { to: 'CALLBACK', promiseAt, promiseBy: 'us', reasonText: words.text };
  await act(enquiry.id, 'calls', { outcome: 'CONNECTED', note: words.text, then });
  const startsAt = new Date((await app.db.now()) + 3 * 86_400_000).toISOString();
  const appointment = { startsAt, durationMinutes: 30, serviceCode: 'whitening', note: words.text };
  await act(otherEnquiry.id, 'transitions', { to: 'BOOKED', appointment });
  await post('/enquiries/walk-in', { name: `${words.name}다섯`, phone: words.second }, 'desk');
  succeeded(
    await app.request(as(side, 'admin'), 'POST', `/sites/${org.siteId}/closures`, {
      day: '2027-05-06',
      name: words.name,
    }),
  );
  const team = await post('/teams', {
    name: `${words.name} 팀`,
    memberIds: [org.users.desk],
    leaderId: org.users.manager,
  });
  const consultant = org.users.consultant;
  const shift = { siteId: org.siteId, from: '09:30', to: '18:30' };
  const week = { mon: [shift], tue: [shift], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const plan = async (method: string, path: string, body: object) =>
    succeeded(await app.request(as(side, 'admin'), method, `/roster/${consultant}${path}`, body));
  await plan('PUT', '/weeks/2026-11-16', { shifts: week });
  await plan('PUT', '/days/2026-11-19', { shifts: [shift] });
  await plan('PATCH', '', { languages: ['zh'] });
  const absence = await post('/absences', {
    userId: consultant,
    from: '2027-01-11',
    to: '2027-01-12',
    kind: 'leave',
    note: words.text,
  });
  const view = await post('/views', {
    list: 'enquiries',
    name: `${words.name} 보기`,
    query: { q: words.name },
    sharedWith: 'organisation',
  });
  succeeded(await app.request(as(side, 'admin'), 'PUT', '/views/default', { list: 'enquiries', viewId: view.id }));
  const way = { ko: words.name, en: words.name, zh: words.name };
  const place = await app.request(as(side, 'admin'), 'PUT', `/notices/places/${org.siteId}`, { phone: '02-1', way });
  succeeded(place);
  succeeded(await app.request(as(side, 'agent'), 'PATCH', '/me/notices', { phone: '010-4444-5555' }));
  const goal = { of: 'user', id: org.users.consultant, measure: 'booked', target: 20, version: 0 };
  succeeded(await app.request(as(side, 'admin'), 'PUT', '/goals', { month: '2026-10', goals: [goal] }));
  const spent = { month: '2026-10', channel: 'internet', amountWon: 120_000, version: 0 };
  succeeded(await app.request(as(side, 'admin'), 'PUT', '/channel-spend', { entries: [spent] }));
  const aimed = { month: '2026-10', siteId: org.siteId, bookings: 20, version: 0 };
  succeeded(await app.request(as(side, 'admin'), 'PUT', '/booking-goals', { entries: [aimed] }));
  const report = await post('/reports', {
    name: `${words.name} 보고서`,
    query: { page: 'cohorts', campaign: words.name },
    period: 'lastMonth',
    formats: ['csv'],
    language: 'ko',
    schedule: { every: 'month', dayOfMonth: 1, minuteOfDay: 480 },
    recipients: [org.users.consultant],
  });
  const reportRun = await post(`/reports/${report.id}/runs`, {});
  const handOver = await post('/hand-overs', {
    what: { ids: [otherEnquiry.id] },
    to: { kind: 'person', userId: org.users.desk },
    note: words.text,
  });
  const exported = await post('/exports', { list: 'enquiries', reason: words.text });
  const agreed = {
    agencyName: `${words.name} 상담`,
    reference: words.text,
    signedOn: '2020-01-01',
    validFrom: '2020-01-02',
    validTo: '2099-12-31',
  };
  const contract = await post('/agency-contracts', agreed);
  const spareContract = await post('/agency-contracts', agreed);
  const apiKey = await post('/api-keys', { name: `${words.name} key`, scopes: ['people.read'] });
  const form = multipart(
    { kind: 'people', dryRun: 'true' },
    { name: `${words.name}.csv`, content: `이름,전화번호\n${words.name}셋,${words.second}\n${words.name},abc\n` },
  );
  const legacy = multipart(
    { kind: 'enquiries', dryRun: 'true' },
    {
      name: 'legacy.csv',
      content: `고객명,연락처,문의일,경로,상태\n${words.name},${words.phone},2026-06-02,인터넷,${words.name} 상태\n`,
    },
  );
  succeeded(await app.request(as(side, 'admin'), 'POST', '/imports', legacy.body, legacy.headers));
  const started = succeeded(await app.request(as(side, 'admin'), 'POST', '/imports', form.body, form.headers));
  succeeded(
    await app.request(as(side, 'admin'), 'POST', '/people', { name: `${words.name}넷` }, { 'idempotency-key': 'one' }),
  );
  await heldAgain(app, side, post);
  const consents = await furnishConsents(app, org.id, person.id, { text: words.text, address: words.email });
  const channels = await furnishChannels(app, org.id, person.id, { text: words.text, name: words.name }, post);
  const received = await furnishInbox(app, org.id, person.id, words);
  const letters = await furnishLetters(app, org.id, person.id, org.siteId, words, post);
  const { name, text, email } = words;
  const mail = await furnishMail(app, org.id, { name, text, email, message: channels.message }, post);
  const auditCheck = await post('/audit/verify', {});
  const outside = await fromOutside(app, side);
  const telephone = await onTheTelephone(app, side, words.phone);
  const workers = await app.app.startWorkers();
  while ((await workers.dispatcher.runOnce()) > 0);
  const rest = await byOwner(app, org.id, enquiry.id, org.users.consultant);
  // Nothing of the program's own goes on while a test compares rows.
  await workers.stop();
  await app.db.inTx(org.system, async (tx) => ok(await tx.run(sql`select platform.seal_audit(1000)`)));
  return {
    ...channels,
    ...letters,
    ...mail,
    organisation: org.id,
    person: person.id,
    otherPerson: otherPerson.id,
    household,
    phone: person.phones[0].id,
    email: person.emails[0].id,
    memo: memo.id,
    enquiry: enquiry.id,
    otherEnquiry: otherEnquiry.id,
    site: org.siteId,
    absence: absence.id,
    handOver: handOver.id,
    team: team.id,
    user: org.users.consultant,
    apiKey: apiKey.id,
    contract: contract.id,
    spareContract: spareContract.id,
    view: view.id,
    export: exported.id,
    report: report.id,
    reportRun: reportRun.id,
    import: started.id,
    auditCheck: auditCheck.id,
    incoming: received.message,
    incomingFile: received.file,
    ...consents,
    ...outside,
    ...telephone,
    ...rest,
  };
}

/** Somebody who refused contact and asks again: her new enquiry waits for the evidence of a consent. */
async function heldAgain(app: TestApp, side: Side, post: (path: string, body: unknown) => Promise<TestAnswer['body']>) {
  const { name, second, text } = NAMES[side];
  const ask = { person: { name: `${name}여섯`, phone: second }, sourceChannel: 'phone' };
  const refused = await post('/enquiries', { ...ask, interests: ['laminate'] });
  const evidence = { kind: 'call', text };
  succeeded(await app.act(as(side, 'admin'), refused.id, 'transitions', { to: 'DO_NOT_CONTACT', evidence }));
  await post('/enquiries', { ...ask, interests: ['scaling'] });
}

async function stickerOf(app: TestApp, side: Side): Promise<string> {
  return succeeded(await app.request(as(side, 'admin'), 'GET', '/stickers')).items[0].code as string;
}

/** What no request makes at once: an alert, a dead letter, sealed audit lines. */
async function byOwner(app: TestApp, orgId: string, enquiryId: string, userId: string) {
  const waited = Date.now();
  return withClient(app.ownerUrl, async (client) => {
    const one = async (text: string, values: unknown[] = [orgId]): Promise<string> =>
      (await client.query<{ id: string }>(text, values)).rows[0]?.id ?? '';
    const jobs = 'select count(*)::int as open from platform.job where org_id = $1 and finished_at is null';
    while ((await client.query<{ open: number }>(jobs, [orgId])).rows[0]!.open > 0) {
      if (Date.now() - waited > 20_000)
        throw new Error('the analysis of the import, or the check of the audit, does not end');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const alert = await one(
      `insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at)
       select org_id, gen_random_uuid(), id, $3, 'promise_soon', action_set_at, action_due_at, action_set_at
       from enquiries.enquiry where org_id = $1 and id = $2 returning id`,
      [orgId, enquiryId, userId],
    );
    const deadLetter = await one(
      `update platform.delivery set state = 'dead', settled_at = clock_timestamp(), error = 'a test'
       where (org_id, event_id, subscriber) = (select org_id, event_id, subscriber from platform.delivery where org_id = $1 limit 1)
       returning event_id as id`,
    );
    await client.query(
      `insert into people.person_identifier (org_id, id, person_id, value, value_normal, created_at)
       select org_id, gen_random_uuid(), person_id, 'C-1', 'c1', created_at from enquiries.enquiry where org_id = $1 and id = $2`,
      [orgId, enquiryId],
    );
    await client.query(
      `insert into integrations.known_label (org_id, label_key, code, decided_at) values ($1, '파란말', 'LATER', clock_timestamp())`,
      [orgId],
    );
    // A label's and a row's decision: the list of the fixture has neither.
    await client.query(
      `insert into integrations.decision_act (org_id, import_id, no, decided_by_name, decided_at)
       select org_id, id, 1, '누구', created_at from integrations.import where org_id = $1 limit 1`,
      [orgId],
    );
    await client.query(
      `insert into integrations.label_decision (org_id, import_id, label_key, act_no, code)
       select org_id, import_id, '파란말', no, 'LATER' from integrations.decision_act where org_id = $1`,
      [orgId],
    );
    await client.query(
      `insert into integrations.row_decision (org_id, import_id, row_no, act_no, code)
       select org_id, import_id, 1, no, 'LATER' from integrations.decision_act where org_id = $1`,
      [orgId],
    );
    // At the next position: one ahead of the others would hold up what comes after, once they get there.
    await client.query(
      `with head as (
         insert into platform.stream_position (org_id, position) values ($1, 1)
         on conflict (org_id) do update set position = stream_position.position + 1 returning position
       )
       insert into platform.stream_event (org_id, position, given_at, type, ids)
       select $1, position, clock_timestamp(), 'a.test', '{}' from head`,
      [orgId],
    );
    const browser = await one(
      `insert into reminders.browser (org_id, id, user_id, session_id, endpoint_hash, sealed, service, language, added_at)
       values ($1, gen_random_uuid(), $2::uuid, gen_random_uuid(), sha256(convert_to($2::uuid::text, 'UTF8')), 'sealed', 'push.example', 'ko', clock_timestamp())
       returning id`,
      [orgId, userId],
    );
    await client.query(
      `insert into reminders.delivery (org_id, id, alert_id, ring, channel, browser_id, state, why, queued_at, settled_at)
       values ($1, gen_random_uuid(), $2, 0, 'push', $3, 'skipped', 'quiet', clock_timestamp(), clock_timestamp())`,
      [orgId, alert, browser],
    );
    await client.query(`insert into reminders.wish (org_id, user_id, push, version) values ($1, $2, true, 1)`, [
      orgId,
      userId,
    ]);
    const importMapping = await one(
      `insert into integrations.known_mapping (org_id, id, kind, signature, name, headers, mapping, used_at, used_by_name)
       values ($1, gen_random_uuid(), 'people', 'a', '초록대장', '{}', '{}', clock_timestamp(), '원장') returning id`,
    );
    await client.query(
      `insert into integrations.import_person (org_id, import_id, person_id, created, before, made, version_after)
       select i.org_id, i.id, e.person_id, true, '{}', '{}', 1 from integrations.import i, enquiries.enquiry e
       where i.org_id = $1 and e.org_id = $1 and e.id = $2 limit 1`,
      [orgId, enquiryId],
    );
    return {
      alert,
      browser,
      importMapping,
      deadLetter,
      event: deadLetter,
      job: await one('select id from platform.job where org_id = $1 limit 1'),
      auditEntry: await one('select id from platform.audit_entry where org_id = $1 limit 1'),
      session: '0190a000-0000-7000-8000-000000000001',
      file: await one('select gen_random_uuid() as id from platform.clock where $1::uuid is not null'),
    };
  });
}

/** Every row of every table of ours, as one text per table: what was changed, and where, shows. */
export async function everyRow(app: TestApp, orgId: string | null = null): Promise<Map<string, string>> {
  return withClient(app.ownerUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string; business: boolean }>(
      `select c.oid::regclass::text as name,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as business
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)' order by 1`,
    );
    const found = new Map<string, string>();
    for (const { name, business } of tables) {
      if (orgId !== null && !business) continue;
      const where = orgId === null ? '' : `where org_id = '${orgId}'`;
      const { rows } = await client.query<{ rows: string | null }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as rows from ${name} t ${where}`,
      );
      found.set(name, rows[0]?.rows ?? '');
    }
    return found;
  });
}

/** Tables whose rows are others than before. */
export function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([name, rows]) => before.get(name) !== rows).map(([name]) => name);
}
