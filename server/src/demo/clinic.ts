import { ROLE_PERMISSIONS, type Role } from '@anbu/contract';
import {
  addDays,
  addMonths,
  firstDayOf,
  weekdayOf,
  type CalendarDay,
  type CalendarMonth,
} from '../kernel/calendar-day.ts';
import type { Id } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { must, ok } from '../kernel/outcome.ts';
import { DENTAL_INTERESTS, seedEnquiryLists } from '../modules/enquiries/index.ts';
import { changeTeam, closeOn, createTeam, createUser } from '../modules/identity/index.ts';
import { systemActor, type Actor, type Database } from '../platform/db/index.ts';
import { setUpOrganisation } from '../set-up.ts';
import { writeTemplates } from './templates.ts';

export const DEMO_PASSWORD = 'anbu-demo-2026';

type DemoUser = { readonly key: string; readonly name: string; readonly role: Role; readonly inIntake: boolean };
const USERS: readonly DemoUser[] = [
  { key: 'admin', name: '한지우', role: 'admin', inIntake: false },
  { key: 'manager', name: '서민정', role: 'manager', inIntake: true },
  { key: 'haneul', name: '김하늘', role: 'consultant', inIntake: true },
  { key: 'doyun', name: '이도윤', role: 'consultant', inIntake: true },
  { key: 'seoyeon', name: '박서연', role: 'consultant', inIntake: true },
  { key: 'yujin', name: '정유진', role: 'consultant', inIntake: true },
  { key: 'desk', name: '최은지', role: 'desk', inIntake: false },
  { key: 'clinician', name: '강태호', role: 'clinician', inIntake: false },
  { key: 'analyst', name: '윤재민', role: 'analyst', inIntake: false },
];

export type Clinic = {
  readonly orgId: Id;
  readonly siteId: Id;
  readonly teamId: Id;
  /** Members of the intake team. */
  readonly intakeIds: readonly Id[];
  readonly system: Actor;
  readonly admin: Actor;
  readonly manager: Actor;
  readonly desk: Actor;
  readonly clinician: Actor;
  readonly consultants: readonly Actor[];
  readonly signIns: readonly { name: string; role: Role; email: string; password: string }[];
};

const WEEKDAY: [string, string][] = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
];
const LATE: [string, string][] = [
  ['09:30', '13:00'],
  ['14:00', '20:30'],
];
const HOURS = {
  mon: WEEKDAY,
  tue: WEEKDAY,
  wed: LATE,
  thu: WEEKDAY,
  fri: WEEKDAY,
  // A clinic that is open every day until the evening shows a day's work whenever somebody looks.
  sat: WEEKDAY,
  sun: [
    ['10:00', '13:00'],
    ['14:00', '18:00'],
  ] as [string, string][],
};

const emailOf = (slug: string, key: string) => `${key}@${slug}.example`;

/**
 * The clinic, its people and its calendar, set up by its administrator on the day it opened. `key@<slug>.example` with one password for all; on the sign-in page where `isShown`.
 * Throws where an organisation has the slug already.
 */
export async function openClinic(
  db: Database,
  { slug, name, isShown }: { slug: string; name: string; isShown: boolean },
  month: CalendarMonth,
  openedAt: Instant,
): Promise<Clinic> {
  const ids = new Map<string, Id>();
  const newUser = (user: DemoUser) => ({
    name: user.name,
    role: user.role,
    email: emailOf(slug, user.key),
    password: DEMO_PASSWORD,
    shownOnSignIn: isShown,
  });
  const [admin, ...others] = USERS;
  if (!admin) throw new Error('a clinic has an administrator');
  const made = must(
    await setUpOrganisation(
      db,
      {
        name,
        slug,
        language: 'ko',
        demo: true,
        admin: newUser(admin),
        site: { name: `${name} 본원`, hours: HOURS },
      },
      async (opening, organisation) => {
        ids.set(admin.key, organisation.adminId);
        const founder: Actor = {
          ...systemActor(opening.orgId, admin.name),
          kind: 'user',
          userId: organisation.adminId,
        };
        const tx = opening.as(founder, openedAt);
        await seedEnquiryLists(tx, DENTAL_INTERESTS);
        // By the program itself they are members at once; whom a person adds has to accept first.
        const program = opening.as(systemActor(opening.orgId, admin.name), openedAt);
        for (const user of others) ids.set(user.key, must(await createUser(program, newUser(user))).id);
        const idOf = (key: string) => ids.get(key) ?? organisation.adminId;
        const memberIds = USERS.filter((user) => user.inIntake).map((user) => idOf(user.key));
        must(await changeTeam(tx, organisation.intakeTeamId, { name: '상담팀', leaderId: idOf('manager'), memberIds }));
        const { siteId } = organisation;
        must(await createTeam(tx, { name: '데스크', siteId, leaderId: idOf('desk'), memberIds: [idOf('clinician')] }));
        for (const { day, name } of ownClosures(month)) must(await closeOn(tx, siteId, day, name));
        await writeTemplates(tx);
        return ok(null);
      },
    ),
  );
  const { organisationId: orgId } = made;
  const actor = ({ key, name, role }: DemoUser): Actor => ({
    ...systemActor(orgId, name),
    kind: 'user',
    userId: ids.get(key) ?? null,
    permissions: new Set(ROLE_PERMISSIONS[role]),
  });
  const only = (key: string): Actor => {
    const user = USERS.find((candidate) => candidate.key === key);
    if (!user) throw new Error(`no demo user ${key}`);
    return actor(user);
  };
  return {
    orgId,
    siteId: made.siteId,
    teamId: made.intakeTeamId,
    intakeIds: USERS.filter((user) => user.inIntake).map(({ key }) => ids.get(key) ?? made.adminId),
    system: systemActor(orgId, 'demo'),
    admin: only('admin'),
    manager: only('manager'),
    desk: only('desk'),
    clinician: only('clinician'),
    consultants: USERS.filter((user) => user.role === 'consultant').map(actor),
    signIns: USERS.map(({ key, name, role }) => ({ name, role, email: emailOf(slug, key), password: DEMO_PASSWORD })),
  };
}

/** A summer week, and a day for a course in each half-year: days that no calendar of holidays knows. */
function ownClosures(month: CalendarMonth): { day: CalendarDay; name: string }[] {
  const closures: { day: CalendarDay; name: string }[] = [];
  for (const offset of [-9, -4, 2]) {
    const second = mondayIn(addMonths(month, offset), 8);
    closures.push({ day: addDays(second, 5), name: '학회 참석 휴진' });
  }
  for (const offset of [-11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1]) {
    const candidate = addMonths(month, offset);
    if (candidate.endsWith('-08')) {
      const monday = mondayIn(candidate, 1);
      for (const step of [0, 1, 2]) closures.push({ day: addDays(monday, step), name: '여름 휴진' });
    }
  }
  return [...new Map(closures.map((closure) => [closure.day, closure])).values()];
}

function mondayIn(month: CalendarMonth, from: number): CalendarDay {
  let day = addDays(firstDayOf(month), from - 1);
  while (weekdayOf(day) !== 'mon') day = addDays(day, 1);
  return day;
}
