import {
  ROLE_PERMISSIONS,
  type CallInput,
  type EnquiryInput,
  type Role,
  type Then,
  type Transition,
} from '@anbu/contract';
import type { App } from '@anbu/server/src/compose.ts';
import type { Id } from '@anbu/server/src/kernel/ids.ts';
import { DAY, HOUR, MINUTE, formatInstant, instant, plus, type Instant } from '@anbu/server/src/kernel/instant.ts';
import { must, ok } from '@anbu/server/src/kernel/outcome.ts';
import { receiveEnquiry, recordCall, transition } from '@anbu/server/src/modules/enquiries/index.ts';
import {
  changeTeam,
  createUser,
  defaultSite,
  listMembers,
  listOrganisationIds,
} from '@anbu/server/src/modules/identity/index.ts';
import { createPerson, writeMemo } from '@anbu/server/src/modules/people/index.ts';
import { systemActor, type Actor, type Tx } from '@anbu/server/src/platform/db/index.ts';
import { setUpOrganisation } from '@anbu/server/src/set-up.ts';
import { NAMES } from './names.ts';
import type { Program } from './server.ts';

/** A Tuesday, 10:20 in Seoul: the clinic is open. */
export const NOW = instant(Date.parse('2026-11-24T10:20:00+09:00'));
export const PASSWORD = 'gentle river morning 7';

const STAFF = {
  admin: { name: '윤서연', role: 'admin', email: 'admin@clinic.example' },
  manager: { name: '박지훈', role: 'manager', email: 'manager@clinic.example' },
  consultant: { name: '이수민', role: 'consultant', email: 'consultant@clinic.example' },
  colleague: { name: '최하은', role: 'consultant', email: 'colleague@clinic.example' },
  desk: { name: '정다혜', role: 'desk', email: 'desk@clinic.example' },
  clinician: { name: '강민호', role: 'clinician', email: 'clinician@clinic.example' },
} as const satisfies Record<string, { name: string; role: Role; email: string }>;

export type Who = keyof typeof STAFF;
const WHO = Object.keys(STAFF) as Who[];
export const emailOf = (who: Who): string => STAFF[who].email;
export const nameOf = (who: Who): string => STAFF[who].name;

export type Clinic = {
  readonly orgId: Id;
  readonly siteId: Id;
  readonly teamId: Id;
  readonly users: Readonly<Record<Who, Id>>;
  actor(who: Who): Actor;
};

/** What happens to an enquiry on the working days after it came, one act a day. */
type Act = { readonly call: (at: Instant) => Omit<CallInput, 'direction'> } | { readonly move: Transition };
type Story = readonly Act[];
type Lived = { readonly id: Id; readonly story: Story; step: number };

const missed: Act = { call: () => ({ outcome: 'NO_ANSWER' }) };
const talked = (then: (at: Instant) => Then): Act => ({
  call: (at) => ({ outcome: 'CONNECTED', durationSeconds: 190, then: then(at) }),
});
const move = (to: Transition): Act => ({ move: to });
const inDays = (at: Instant, days: number, hour = 0) => formatInstant(plus(at, days * DAY + hour * HOUR));
const dayIn = (at: Instant, days: number) => inDays(at, days).slice(0, 10);
const book = (days: number) =>
  talked((at) => ({
    to: 'BOOKED',
    appointment: { startsAt: inDays(at, days, 1), durationMinutes: 30, serviceCode: 'implant' },
  }));

const STORIES: readonly Story[] = [
  [],
  [missed],
  [missed, missed],
  [missed, missed, missed],
  [missed, missed, missed, missed],
  [missed, missed, missed, missed, missed],
  [missed, missed, missed, missed, missed, missed, missed, missed],
  [talked((at) => ({ to: 'CALLBACK', promiseBy: 'us', promiseAt: inDays(at, 3, 1) }))],
  [talked((at) => ({ to: 'CALLBACK', promiseBy: 'customer', promiseAt: inDays(at, 4, 2) }))],
  [talked(() => ({ to: 'LATER', reasonText: '이사 뒤에 다시 이야기하기로' }))],
  [talked(() => ({ to: 'CONSULTING' }))],
  [talked((at) => ({ to: 'HOLD', holdReasons: ['COST', 'FAMILY'], likelihood: 'M', recontactOn: dayIn(at, 6) }))],
  [missed, talked((at) => ({ to: 'HOLD', holdReasons: ['FEAR'], likelihood: 'H', recontactOn: dayIn(at, 2) }))],
  [book(9)],
  [missed, book(6)],
  [book(5), move({ to: 'RESCHEDULING', reasonText: '회의와 겹침' })],
  [book(4), move({ to: 'CANCELLED', cancelledBy: 'patient', reasonText: '다음에 하시기로' })],
  [book(-1)],
  [talked(() => ({ to: 'DECLINED', reasonCode: 'COST' }))],
  [talked(() => ({ to: 'INELIGIBLE', reasonText: '소아 전신마취가 필요' }))],
  [move({ to: 'INVALID', invalidKind: 'fake', reasonText: '장난' })],
  [talked(() => ({ to: 'DO_NOT_CONTACT', evidence: { kind: 'call', text: '연락하지 말아 달라고 하심' } }))],
];

const CHANNELS = ['internet', 'phone', 'referral', 'sign', 'web_form', 'sms', 'chat'];
const INTERESTS = ['implant', 'orthodontics', 'laminate', 'whitening', 'wisdom_tooth', 'cavity'];
const QUESTIONS = [
  '앞니 사이가 벌어졌는데 라미네이트 비용이 궁금합니다.',
  '어머니 아래 어금니 임플란트 두 개 견적을 받고 싶어요.',
  '교정 상담은 주말에도 되나요?',
  '사랑니가 아파서 되도록 빨리 보고 싶습니다.',
  '미백하고 스케일링을 같은 날 할 수 있나요?',
];

/** Working days before NOW on which enquiries come; the last is yesterday. */
const DAYS = [-14, -13, -12, -11, -8, -7, -6, -5, -4, -1];
const EACH_DAY = 13;
const TODAY = 16;

/** A clinic with about 150 enquiries in all statuses, lived through the services day by day. Ends at NOW. */
export async function aClinic({ app, setClock }: Pick<Program, 'app' | 'setClock'>): Promise<void> {
  await setClock(plus(NOW, -16 * DAY));
  const clinic = await aTeam(app);
  const enquiries: Lived[] = [];
  for (const days of DAYS) {
    const at = plus(NOW, days * DAY);
    await setClock(at);
    await aDay(app, clinic, enquiries, at);
    await app.db.inTx(clinic.actor('desk'), async (tx) => {
      for (let each = 0; each < EACH_DAY; each += 1) {
        const number = enquiries.length;
        const id = await receive(tx, clinic, number, plus(at, -each * 3 * MINUTE), number % 3 !== 0);
        enquiries.push({ id, story: STORIES[number % STORIES.length]!, step: 0 });
      }
      return ok(null);
    });
  }
  await setClock(NOW);
  await aDay(app, clinic, enquiries, NOW);
  await app.db.inTx(clinic.actor('desk'), async (tx) => {
    for (let each = 0; each < TODAY; each += 1) {
      await receive(tx, clinic, enquiries.length + each, plus(NOW, -(each * 4 + 1) * MINUTE), each % 4 !== 0);
    }
    return ok(null);
  });
  await aPersonWithMuch(app, clinic);
}

/** The clinic of a database that has one. */
export async function findClinic(app: App): Promise<Clinic> {
  const [orgId] = await listOrganisationIds(app.db);
  if (!orgId) throw new Error('there is no clinic');
  const read = app.db.inTx(systemActor(orgId, 'test'), async (tx) => {
    const site = await defaultSite(tx);
    if (!site) throw new Error('the clinic has no site');
    return ok({ site, members: await listMembers(tx) });
  });
  const { site, members } = must(await read);
  const idOf = (who: Who) => members.find(({ name }) => name === STAFF[who].name)!.id;
  const users = Object.fromEntries(WHO.map((who) => [who, idOf(who)])) as Record<Who, Id>;
  return { orgId, siteId: site.id, teamId: site.intakeTeamId, users, actor: actorsOf(orgId, users) };
}

async function aTeam(app: App): Promise<Clinic> {
  const users = {} as Record<Who, Id>;
  const input = {
    name: '안부치과의원',
    slug: 'anbu',
    language: 'ko',
    admin: { ...STAFF.admin, password: PASSWORD },
    site: { name: '강남점' },
  } as const;
  const made = must(
    await setUpOrganisation(app.db, input, async (tx, { adminId, intakeTeamId }) => {
      users.admin = adminId;
      for (const who of ['manager', 'consultant', 'colleague', 'desk', 'clinician'] as const) {
        users[who] = must(await createUser(tx, { ...STAFF[who], password: PASSWORD })).id;
      }
      const memberIds = [users.manager, users.consultant, users.colleague];
      return changeTeam(tx, intakeTeamId, { name: '상담팀', leaderId: users.manager, memberIds });
    }),
  );
  const orgId = made.organisationId;
  return { orgId, siteId: made.siteId, teamId: made.intakeTeamId, users, actor: actorsOf(orgId, users) };
}

function actorsOf(orgId: Id, users: Readonly<Record<Who, Id>>): (who: Who) => Actor {
  return (who) => ({
    kind: 'user',
    orgId,
    userId: users[who],
    apiKeyId: null,
    sessionId: null,
    name: STAFF[who].name,
    permissions: new Set(ROLE_PERMISSIONS[STAFF[who].role]),
    language: 'ko',
    requestId: null,
    address: null,
  });
}

function personOf(number: number): { name: string; phone: string } {
  const phone = `010-${String(2310 + number)}-${String(1000 + ((number * 37) % 9000)).padStart(4, '0')}`;
  return { name: NAMES[number % NAMES.length]!, phone };
}

async function receive(tx: Tx, clinic: Clinic, number: number, at: Instant, owned: boolean): Promise<Id> {
  const input: EnquiryInput = {
    person: {
      ...personOf(number),
      sex: number % 2 === 0 ? 'female' : 'male',
      birthDate: `19${60 + (number % 39)}-05-17`,
    },
    sourceChannel: CHANNELS[number % CHANNELS.length]!,
    interests: [INTERESTS[number % INTERESTS.length]!],
    text: QUESTIONS[number % QUESTIONS.length]!,
    receivedAt: formatInstant(at),
    ...(owned ? { ownerId: number % 4 === 1 ? clinic.users.colleague : clinic.users.consultant } : {}),
  };
  return must(await receiveEnquiry(tx, input)).id;
}

/** Each does the next act of its story. */
async function aDay(app: App, clinic: Clinic, enquiries: readonly Lived[], at: Instant): Promise<void> {
  await app.db.inTx(clinic.actor('manager'), async (tx) => {
    for (const enquiry of enquiries) {
      const act = enquiry.story[enquiry.step];
      if (act === undefined) continue;
      enquiry.step += 1;
      if ('move' in act) must(await transition(tx, enquiry.id, act.move));
      else must(await recordCall(tx, enquiry.id, { direction: 'outbound', ...act.call(at) }));
    }
    return ok(null);
  });
}

/** Kim Min-ji, whom many tests look for: by ㄱㅁㅈ and by 7788. */
export const KNOWN = { name: '김민지', phone: '010-4321-7788', tail: '7788', initials: 'ㄱㅁㅈ' } as const;

async function aPersonWithMuch(app: App, clinic: Clinic): Promise<void> {
  await app.db.inTx(clinic.actor('consultant'), async (tx) => {
    const person = must(
      await createPerson(tx, { name: KNOWN.name, phone: KNOWN.phone, birthDate: '1988-03-02', sex: 'female' }),
    );
    must(await writeMemo(tx, person.id, { text: '오후 네 시 넘어서 통화가 편하다고 하심', pinned: true }));
    const input = {
      person: { id: person.id },
      sourceChannel: 'referral',
      interests: ['laminate'],
      text: '결혼식 전에 마칠 수 있는지 궁금해요.',
      ownerId: clinic.users.consultant,
    };
    return receiveEnquiry(tx, input);
  });
}
