import type { Client } from 'pg';
import type { TestAnswer, TestApp } from '../testing/app.ts';
import { multipart, succeeded, type Things } from './testing.ts';

/** A person all of whose data bears a mark, so that an answer which shows some of it is known by the mark. */

export const MARKED = {
  name: '표식환자',
  phone: '010-4949-7531',
  email: 'marked@own.example',
  birthDate: '1977-07-07',
} as const;
const MARKS = ['표식', '49497531', '4949-7531', 'marked@', '1977-07-07'];

export function showsMark({ text }: TestAnswer): boolean {
  return MARKS.some((mark) => text.includes(mark));
}

/** The person with one of everything, and nothing of hers without the mark. An alert of hers waits for every user. */
export async function markedThings(app: TestApp, owner: Client): Promise<Partial<Things>> {
  const post = async (path: string, body: unknown) => succeeded(await app.request('admin', 'POST', path, body));
  const person = await post('/people', MARKED);
  const otherPerson = await post('/people', { ...MARKED, name: '표식가족' });
  const memo = await post(`/people/${person.id}/memos`, { text: '표식 메모', pinned: true });
  const ownerId = app.users.consultant;
  const enquirer = { name: '표식보호자', phone: MARKED.phone, relation: 'parent' };
  const enquiry = await post('/enquiries', {
    person: { id: person.id },
    sourceChannel: 'phone',
    interests: ['implant'],
    text: '표식 문의',
    enquirer,
    ownerId,
  });
  const otherEnquiry = await post('/enquiries', {
    person: { id: otherPerson.id },
    sourceChannel: 'internet',
    interests: ['whitening'],
    ownerId,
  });
  const now = await app.db.now();
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  const then = { to: 'CALLBACK', promiseAt: at(1), promiseBy: 'us', reasonText: '표식 사유' };
  const act = async (id: string, what: string, body: object) => succeeded(await app.act('admin', id, what, body));
  await act(enquiry.id, 'calls', { outcome: 'CONNECTED', note: '표식 통화', then });
  await act(enquiry.id, 'PATCH next-action', { dueAt: at(2), reasonText: '표식 부탁' });
  const appointment = { startsAt: at(72), durationMinutes: 30, serviceCode: 'whitening', note: '표식 예약' };
  await act(otherEnquiry.id, 'transitions', { to: 'BOOKED', appointment });
  const alert = await alertEverybody(app, owner, enquiry.id);
  return {
    person: person.id,
    otherPerson: otherPerson.id,
    phone: person.phones[0].id,
    email: person.emails[0].id,
    memo: memo.id,
    enquiry: enquiry.id,
    otherEnquiry: otherEnquiry.id,
    alert,
  };
}

/** A list with the person's row and a rejected one, analysed. */
export async function markedImport(app: TestApp): Promise<Partial<Things>> {
  const content = `이름,전화번호\n${MARKED.name},${MARKED.phone}\n${MARKED.name},abc\n`;
  const form = multipart({ kind: 'people', dryRun: 'true' }, { name: 'list.csv', content });
  const started = succeeded(await app.request('admin', 'POST', '/imports', form.body, form.headers));
  for (let step = 0; step < 400; step++) {
    const { state } = succeeded(await app.request('admin', 'GET', `/imports/${started.id}`));
    if (state !== 'running') return { import: started.id };
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error('the analysis of the import does not end');
}

async function alertEverybody(app: TestApp, owner: Client, enquiryId: string): Promise<string> {
  const { rows } = await owner.query<{ id: string; user_id: string }>(
    `insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at)
     select e.org_id, gen_random_uuid(), e.id, m.id, 'promise_soon', e.action_set_at, e.action_due_at, e.action_set_at
     from enquiries.enquiry e join identity.member m on m.org_id = e.org_id where e.id = $1 returning id, user_id`,
    [enquiryId],
  );
  return rows.find(({ user_id }) => user_id === app.users.admin)!.id;
}

export type Line = { readonly action: string; readonly people: string[]; readonly entity: string | null };

/** The audit lines that a request left, by the number that its answer bears. */
export async function linesOf(owner: Client, answer: TestAnswer): Promise<readonly Line[]> {
  const text = `select action, person_ids as people, entity_id as entity from platform.audit_entry where request_id = $1`;
  return (await owner.query<Line>(text, [answer.headers['x-request-id']])).rows;
}

/** Those of the ids whose data bears the mark by now: acts of a test make more of them. */
export async function markedAmong(owner: Client, ids: readonly string[]): Promise<readonly string[]> {
  const text = `select id from people.person p where id = any($1) and (name like '표식%'
    or exists (select from people.person_phone n where n.org_id = p.org_id and n.person_id = p.id and n.e164 like '%49497531'))`;
  return (await owner.query<{ id: string }>(text, [ids])).rows.map(({ id }) => id);
}
