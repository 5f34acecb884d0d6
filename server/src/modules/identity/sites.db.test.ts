import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PRESET_HOURS } from './presets.ts';
import { calendarDay } from '../../kernel/calendar-day.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { isOpenDay, openPieces } from '../../kernel/opening-hours.ts';
import { sql } from '../../platform/db/index.ts';
import { textOf } from '../../platform/i18n.ts';
import { activeTeamMembers, defaultSite, intakePeople, teamLeader } from './reads.ts';
import { siteCalendar } from './service/site-calendar.ts';
import { changeSite, closeOn, createSite, openOn, siteViews } from './service/sites.ts';
import { changeTeam, createTeam } from './service/teams.ts';
import { changeUser, createUser } from './service/users.ts';
import { findTeam } from './store/teams.ts';
import { aStage, codeOf, fieldsOf, PASSWORD, type Stage } from './testing.ts';

let stage: Stage;
before(async () => (stage = await aStage()));
after(() => stage.close());

const aSite = {
  name: '강남점',
  timeZone: 'Asia/Seoul',
  hours: PRESET_HOURS,
  callingLimits: ['08:00', '21:00'] as [string, string],
  holidayCountry: 'KR' as const,
  intakeTeamId: null,
};

test('F1 an organisation begins with a site, its intake team and an administrator in it', async () => {
  const { organisationId, siteId, intakeTeamId, adminId } = await stage.anOrganisation('begin');
  await stage.read(organisationId, async (tx) => {
    assert.equal((await defaultSite(tx)).id, siteId);
    assert.equal((await defaultSite(tx)).intakeTeamId, intakeTeamId);
    assert.deepEqual(await findTeam(tx, intakeTeamId), {
      id: intakeTeamId,
      name: textOf('ko', 'identity.intake_team_name', { site: 'begin' }),
      siteId,
      leaderId: null,
      memberIds: [adminId],
      version: 1,
    });
  });
});

test('F1 the database lets no site be without an intake team of its own organisation', async () => {
  const { organisationId, siteId } = await stage.anOrganisation('team-less');
  const other = await stage.anOrganisation('team-rich');
  const set = (value: string | null) =>
    stage.read(organisationId, (tx) =>
      tx.run(
        sql`update identity.site set intake_team_id = ${value}::uuid where org_id = ${tx.orgId} and id = ${siteId}`,
      ),
    );
  await assert.rejects(set(null), /not-null/);
  await assert.rejects(set(other.intakeTeamId), /foreign key/);
  const foreign = await stage.try(organisationId, (tx) => changeSite(tx, siteId, { intakeTeamId: other.intakeTeamId }));
  assert.deepEqual(fieldsOf(foreign), ['intakeTeamId field.not_found']);
});

test('A5 a wrong time zone, wrong hours and wrong limits are named by their fields, all at once', async () => {
  const { organisationId } = await stage.anOrganisation('wrong');
  const refused = await stage.try(organisationId, (tx) =>
    createSite(tx, {
      ...aSite,
      timeZone: 'Asia/Gangnam',
      hours: {
        ...PRESET_HOURS,
        mon: [['13:00', '09:30']],
        tue: [
          ['09:00', '12:00'],
          ['11:00', '18:00'],
        ],
      },
      callingLimits: ['21:00', '08:00'],
    }),
  );
  assert.deepEqual(fieldsOf(refused), [
    'timeZone identity.time_zone_unknown',
    'hours.mon.0.1 identity.hours_invalid',
    'hours.tue.1 identity.hours_invalid',
    'callingLimits.1 identity.calling_limits_invalid',
  ]);
  const days = refused.ok ? [] : (refused.refusal.errors ?? []).map(({ params }) => params['day']);
  assert.deepEqual(days, [undefined, 'mon', 'tue', undefined]);
});

test('A5 a Korean substitute holiday closes the site, and no site that keeps no holidays', async () => {
  const { organisationId } = await stage.anOrganisation('holiday');
  const korean = await stage.within(organisationId, (tx) => createSite(tx, aSite));
  const tireless = await stage.within(organisationId, (tx) => createSite(tx, { ...aSite, holidayCountry: null }));
  await stage.read(organisationId, async (tx) => {
    const then = tx.as(tx.actor, parseInstant('2026-02-10T00:00:00Z')!);
    // 1 March 2026 is a Sunday: Monday the 2nd is taken off in its place.
    const monday = calendarDay('2026-03-02');
    assert.equal(isOpenDay(await siteCalendar(then, korean.id), monday), false);
    assert.equal(isOpenDay(await siteCalendar(then, tireless.id), monday), true);
    const [view] = await siteViews(then, [korean]);
    assert.equal(view?.closures.find(({ day }) => day === monday)?.source, 'holiday');
    const days = view?.closures.map(({ day }) => day) ?? [];
    assert.deepEqual([days[0], days.at(-1)! <= '2028-02-29', days.at(-1)! >= '2027-12-25'], ['2026-01-01', true, true]);
  });
});

test('A5 a day of its own closes the site from the next question on, and opens again', async () => {
  const { organisationId, siteId } = await stage.anOrganisation('closure');
  const at = parseInstant('2026-11-20T00:00:00Z')!;
  const day = calendarDay('2026-12-01');
  const open = () =>
    stage.read(organisationId, async (tx) => isOpenDay(await siteCalendar(tx.as(tx.actor, at), siteId), day));
  assert.equal(await open(), true);
  await stage.within(organisationId, (tx) => closeOn(tx, siteId, day, '워크숍'));
  assert.equal(await open(), false);
  const again = await stage.try(organisationId, (tx) => closeOn(tx, siteId, day, '워크숍'));
  assert.equal(codeOf(again), 'identity.closure_exists');
  await stage.within(organisationId, (tx) => openOn(tx, siteId, day));
  assert.equal(await open(), true);
  const holiday = await stage.try(organisationId, (tx) => openOn(tx, siteId, calendarDay('2026-12-25')));
  assert.equal(codeOf(holiday), 'request.not_found', 'a public holiday is no closure of its own');
});

test('A5 the calendar of an unchanged site is the same object, of a changed one another', async () => {
  const { organisationId, siteId } = await stage.anOrganisation('remember');
  const ask = () => stage.read(organisationId, (tx) => siteCalendar(tx, siteId));
  const first = await ask();
  assert.equal(await ask(), first);
  const hours = { ...PRESET_HOURS, sat: [] };
  const changed = await stage.within(organisationId, (tx) => changeSite(tx, siteId, { hours, version: 1 }));
  assert.equal(changed.version, 2);
  assert.equal(openPieces(await ask(), calendarDay('2026-11-28')).length, 0);
  const late = await stage.try(organisationId, (tx) => changeSite(tx, siteId, { name: 'x', version: 1 }));
  assert.equal(codeOf(late), 'request.stale');
});

test('F9 the intake team of a site is its active members', async () => {
  const { organisationId, siteId, intakeTeamId, adminId } = await stage.anOrganisation('duty');
  const user = { name: '이상담', email: 'user@duty.example', role: 'consultant', password: PASSWORD } as const;
  const { id } = await stage.within(organisationId, (tx) => createUser(tx, user));
  const count = async () => (await stage.read(organisationId, (tx) => intakePeople(tx, siteId))).length;
  await stage.within(organisationId, (tx) => changeTeam(tx, intakeTeamId, { memberIds: [adminId, id] }));
  assert.equal(await count(), 2);
  await stage.within(organisationId, (tx) => changeTeam(tx, intakeTeamId, { leaderId: id }));
  assert.equal(await stage.read(organisationId, (tx) => teamLeader(tx, intakeTeamId)), id);
  await stage.within(organisationId, (tx) => changeUser(tx, id, { active: false }));
  assert.equal(await count(), 1);
  assert.deepEqual(await stage.read(organisationId, (tx) => activeTeamMembers(tx, intakeTeamId)), [adminId]);
  assert.equal(
    await stage.read(organisationId, (tx) => teamLeader(tx, intakeTeamId)),
    null,
    'a disabled one leads nobody',
  );
  await stage.within(organisationId, (tx) => changeTeam(tx, intakeTeamId, { leaderId: null }));
  await stage.within(organisationId, (tx) => changeTeam(tx, intakeTeamId, { memberIds: [] }));
  assert.equal(await count(), 0);
});

test('F1 who leads a team is in it, and a stranger is refused by field', async () => {
  const { organisationId, adminId } = await stage.anOrganisation('teams');
  const other = await stage.anOrganisation('strangers');
  const team = await stage.within(organisationId, (tx) => createTeam(tx, { name: '콜팀', leaderId: adminId }));
  assert.deepEqual(team.memberIds, [adminId]);
  const refused = await stage.try(organisationId, (tx) =>
    createTeam(tx, { name: 'x', siteId: other.siteId, memberIds: [adminId, other.adminId] }),
  );
  assert.deepEqual(fieldsOf(refused), ['siteId field.not_found', 'memberIds field.not_found']);
});
