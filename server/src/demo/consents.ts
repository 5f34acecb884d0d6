import { addDays } from '../kernel/calendar-day.ts';
import { DAY, HOUR, plus, type Instant } from '../kernel/instant.ts';
import { must, ok } from '../kernel/outcome.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import { addSender, addText, recordConsents, recordRequest, suppress } from '../modules/consents/index.ts';
import type { Database, Tx } from '../platform/db/index.ts';
import type { Clinic } from './clinic.ts';
import { random, type Random } from './random.ts';
import { listLatestPeople } from './store.ts';

/** Those of whom the desk asked lately: more would only make the first start longer. */
const ASKED = 150;
const ZONE = 'Asia/Seoul';

const WORDINGS = {
  ko: '안부치과가 보내는 행사·건강 소식을 문자로 받는 데 동의합니다. 동의하지 않아도 진료에 불이익이 없습니다.',
  en: 'I agree to receive news and offers from Anbu Dental by text message. Not agreeing changes nothing about my care.',
  zh: '本人同意以短信接收安步牙科的活动与健康信息。不同意不影响就诊。',
} as const;

/** What people agreed to at the desk: some with the night, some by e-mail too, some who refused or took it back, and most who were not asked (D12). */
export async function askConsents(db: Database, clinic: Clinic, now: Instant, seed: string): Promise<void> {
  const rnd = random(`${seed} consents`);
  must(
    await db.inTx(clinic.manager, async (tx) => {
      for (const language of ['ko', 'en', 'zh'] as const) {
        const text = {
          kind: 'contact',
          purpose: 'marketing',
          language,
          body: WORDINGS[language],
          reason: '첫 문구',
        } as const;
        must(await addText(tx, text));
      }
      const today = dayOf(ZONE, now);
      const registration = { registeredOn: addDays(today, -200), expiresOn: addDays(today, 165) };
      must(await addSender(tx, { channel: 'sms', value: '02-000-7582', name: '본원 대표번호', ...registration }));
      must(
        await addSender(tx, {
          channel: 'sms',
          value: '02-000-7583',
          name: '옛 대표번호',
          registeredOn: null,
          expiresOn: null,
        }),
      );
      for (const person of await listLatestPeople(tx, ASKED)) await said(tx, clinic, person, now, rnd);
      await askedAboutData(tx, clinic, now);
      // Nobody is signed in yet whom it could be told.
      tx.events.length = 0;
      return ok(null);
    }),
  );
}

/** Three requests about data: one that is nearly late, one of today, one with what is wrong. */
async function askedAboutData(tx: Tx, clinic: Clinic, now: Instant): Promise<void> {
  const people = await listLatestPeople(tx, 3);
  const requests = [
    { kind: 'copy', source: 'call', daysAgo: 8 },
    { kind: 'correction', source: 'counter', daysAgo: 2, wish: '이사하셨다고 하심. 주소와 이메일을 고쳐 달라고 하심.' },
    { kind: 'deletion', source: 'message', daysAgo: 0 },
  ] as const;
  for (const [index, person] of people.entries()) {
    const { daysAgo = 0, ...request } = requests[index] ?? requests[2];
    const then = Math.max(person.createdAt, now - daysAgo * DAY) as Instant;
    must(await recordRequest(tx.as(clinic.manager, then), { personId: person.id, ...request }));
  }
}

type Asked = { readonly id: string; readonly createdAt: Instant };

async function said(tx: Tx, clinic: Clinic, { id, createdAt }: Asked, now: Instant, rnd: Random): Promise<void> {
  const then = Math.min(plus(createdAt, HOUR), now) as Instant;
  const desk = tx.as(clinic.manager, then);
  const answer = rnd.weighted([
    ['none', 40],
    ['sms', 26],
    ['night', 8],
    ['email', 12],
    ['refused', 8],
    ['withdrawn', 6],
  ] as const);
  if (answer === 'none') return;
  const channels = answer === 'email' ? (['sms', 'email'] as const) : (['sms'] as const);
  const state = answer === 'refused' ? 'withdrawn' : 'granted';
  const entries = [
    ...channels.map((channel) => ({ kind: 'contact', purpose: 'marketing', channel, night: false, state }) as const),
    ...(answer === 'night'
      ? [{ kind: 'contact', purpose: 'marketing', channel: 'sms', night: true, state } as const]
      : []),
  ];
  must(
    await recordConsents(desk, id, {
      entries,
      source: rnd.pick(['counter', 'paper', 'call']),
      evidence: '첫 방문 동의서',
    }),
  );
  if (answer !== 'withdrawn') return;
  const later = tx.as(clinic.manager, Math.min(plus(then, 20 * HOUR), now) as Instant);
  must(
    await suppress(later, {
      personId: id,
      purposes: ['marketing'],
      reason: 'request',
      note: '문자 그만 보내 달라고 하심',
    }),
  );
}
