import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALL_OUTCOMES } from '@anbu/contract';
import { setUpOrganisation } from '@anbu/server/src/set-up.ts';
import { must, ok } from '@anbu/server/src/kernel/outcome.ts';
import { findOrganisationIdBySlug } from '@anbu/server/src/modules/identity/index.ts';
import { sql, systemActor } from '@anbu/server/src/platform/db/index.ts';
import { violations } from './harness/axe.ts';
import { PASSWORD } from './harness/clinic.ts';
import { settled } from './harness/screens.ts';
import { fillSignIn } from './harness/sign-in.ts';
import { useStage } from './harness/stage.ts';
import type { Visitor } from './harness/visitor.ts';

const stage = useStage();

const AGENT = { name: '한상담', email: 'agent@agency.example', role: 'agent', password: PASSWORD };
const OTHER = { slug: 'namu', name: '나무의원', admin: 'admin@namu.example' };
const DAYS = { signedOn: '2026-11-01', validFrom: '2026-11-02', validTo: '2027-10-31' };
const CONTRACT = { agencyName: '한빛 상담', reference: '총무팀 계약함 7', ...DAYS };
const CUSTOMER = { anbu: '가온고객', namu: '나래고객' };
const SECOND = { anbu: '다온고객', namu: '라온고객' };

type Answer = { items: { id: string; userName: string | null; entityId: string | null; text: string }[] };

async function auditOf({ page, url }: Visitor, query: string): Promise<Answer['items']> {
  return ((await (await page.request.get(`${url}/api/v1/audit?${query}`)).json()) as Answer).items;
}

/** A second organisation with its administrator, signed in. */
async function theOther(): Promise<Visitor> {
  const admin = { name: '나관리', email: OTHER.admin, password: PASSWORD };
  const input = { name: OTHER.name, slug: OTHER.slug, language: 'ko', admin, site: { name: '본원' } } as const;
  must(await setUpOrganisation(stage.program.app.db, input, () => Promise.resolve(ok(null))));
  const visitor = await stage.visit({ at: '/sign-in' });
  await fillSignIn(visitor, OTHER.admin, PASSWORD);
  await visitor.get('navigation', visitor.t('shell.nav.label')).first().waitFor();
  return visitor;
}

async function aCustomer(admin: Visitor, name: string, phone: string, ownerId: unknown): Promise<void> {
  const enquiry = { person: { name, phone }, sourceChannel: 'phone', interests: [], ownerId };
  await admin.post('/enquiries', enquiry);
}

const hereOf = ({ page }: Visitor) => page.evaluate(() => sessionStorage.getItem('anbu.organisation'));

/** One that waits for the agent, in this organisation. */
async function alertIn(slug: string): Promise<void> {
  const { db } = stage.program.app;
  const orgId = await findOrganisationIdBySlug(db, slug);
  assert.ok(orgId);
  const insert = sql`
    insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at, again_left)
    select e.org_id, gen_random_uuid(), e.id, m.id, 'pool', e.action_set_at, e.action_due_at, e.action_set_at, 0
    from enquiries.enquiry e join identity.member m on m.org_id = e.org_id and m.name = ${AGENT.name}
    where e.org_id = ${orgId} and e.open order by e.action_due_at limit 1`;
  assert.equal(must(await db.inTx(systemActor(orgId, 'test'), async (tx) => ok(await tx.run(insert)))), 1);
}

const rowOf = ({ page }: Visitor, name: string) => page.getByRole('row').filter({ hasText: name });
const keyOf = (outcome: (typeof CALL_OUTCOMES)[number]) => String(CALL_OUTCOMES.indexOf(outcome) + 1);

test('an agency works two desks from one Today, each call in its own archive and audit (A15)', async () => {
  const admin = await stage.visit({ as: 'admin', at: '/settings/agencies' });
  const { t } = admin;

  // The contract first, by the keyboard; then its people may be invited.
  await admin.button('settings.agencies.record').click();
  const dialog = admin.get('dialog', t('settings.agencies.record'));
  await dialog.getByRole('textbox', { name: t('settings.agencies.name') }).fill(CONTRACT.agencyName);
  await dialog.getByRole('textbox', { name: t('settings.agencies.reference') }).fill(CONTRACT.reference);
  for (const [label, day] of [
    ['settings.agencies.signedOn', DAYS.signedOn],
    ['settings.agencies.validFrom', DAYS.validFrom],
    ['settings.agencies.validTo', DAYS.validTo],
  ] as const) {
    await dialog.getByRole('textbox', { name: t(label) }).fill(day);
  }
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await admin.reads(`${CONTRACT.agencyName} · ${t('settings.agencies.state.in_force')}`);
  assert.deepEqual(await violations(admin.page), []);
  await admin.go('/settings/users');
  await admin.button('settings.users.add').click();
  await admin.field('common.name').fill(AGENT.name);
  await admin.field('common.email').fill(AGENT.email);
  await admin.page.getByRole('combobox', { name: t('settings.users.contract') }).click();
  await admin.page.getByRole('option', { name: CONTRACT.agencyName }).click();
  await admin.page.getByLabel(t('settings.users.password')).fill(PASSWORD);
  await admin.button('common.save').click();
  await admin.reads(`${CONTRACT.agencyName} · ${t('settings.users.invited')}`);

  const other = await theOther();
  const there = await other.post('/agency-contracts', CONTRACT);
  const invited = await other.post('/users', { ...AGENT, contractId: there.id });

  // She accepts the first by signing in, the second in her account.
  const agent = await stage.visit({ at: '/sign-in' });
  await fillSignIn(agent, AGENT.email, PASSWORD);
  await agent.get('navigation', t('shell.nav.label')).first().waitFor();
  const me = (await (await agent.page.request.get(`${agent.url}/api/v1/me`)).json()) as {
    userId: string;
    invitations: { id: string }[];
  };
  await agent.post(`/me/invitations/${me.invitations[0]!.id}/accept`, {});
  await aCustomer(admin, CUSTOMER.anbu, '010-8100-0001', me.userId);
  await aCustomer(other, CUSTOMER.namu, '010-8200-0002', invited['id']);

  // One list, each row with its organisation.
  await agent.go('/today?desks=all');
  await settled(agent.page);
  await rowOf(agent, CUSTOMER.anbu).getByText('안부치과의원').waitFor();
  await rowOf(agent, CUSTOMER.namu).getByText(OTHER.name).waitFor();
  assert.deepEqual(await violations(agent.page), []);

  // On a phone too, and in each language.
  for (const [language, phone] of [
    ['ko', true],
    ['en', false],
    ['zh', true],
  ] as const) {
    const visitor = await stage.visit({ at: '/sign-in', language, phone });
    await fillSignIn(visitor, AGENT.email, PASSWORD);
    await visitor.heading('shell.nav.today').waitFor();
    await visitor.go('/today?desks=all');
    await settled(visitor.page);
    await visitor.reads(CUSTOMER.namu);
    assert.deepEqual(await violations(visitor.page), [], language);
    const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    assert.equal(await visitor.page.evaluate(wider), 0, language);
  }

  // A call in each: the panel names the organisation, and what it leads to stays there.
  for (const [name, place] of [
    [CUSTOMER.namu, OTHER.name],
    [CUSTOMER.anbu, '안부치과의원'],
  ] as const) {
    await rowOf(agent, name).getByRole('button').last().click();
    const panel = agent.get('complementary', t('desk.panel'));
    await panel.getByText(place, { exact: true }).waitFor();
    await panel.getByText(name).first().waitFor();
    await settled(agent.page);
    await agent.press(keyOf('NO_ANSWER'), 'Control+Enter');
    await agent.page
      .getByRole('alert')
      .filter({ hasText: /차 부재/ })
      .first()
      .waitFor();
    assert.deepEqual(await violations(agent.page), []);
    await agent.go('/today?desks=all');
    await settled(agent.page);
  }

  // By the keyboard alone: the next call of whichever desk, and from it to the next one of the other.
  await aCustomer(admin, SECOND.anbu, '010-8100-0003', me.userId);
  await aCustomer(other, SECOND.namu, '010-8200-0004', invited['id']);
  await agent.go('/today?desks=all');
  await settled(agent.page);
  await rowOf(agent, SECOND.namu).waitFor();
  await agent.press('C');
  for (const [name, place, save] of [
    [SECOND.anbu, '안부치과의원', 'E'],
    [SECOND.namu, OTHER.name, 'Control+Enter'],
  ] as const) {
    const panel = agent.get('complementary', t('desk.panel'));
    await panel.getByText(name).first().waitFor();
    await panel.getByText(place, { exact: true }).waitFor();
    await settled(agent.page);
    await agent.press(keyOf('NO_ANSWER'), save);
  }
  await agent.page.getByRole('alert').filter({ hasText: SECOND.namu }).first().waitFor();

  // Another tab goes to the other organisation by the menu: this one stays where it is.
  await agent.go('/today');
  await settled(agent.page);
  await agent.reads(OTHER.name);
  const tab = await agent.anotherTab('/today');
  await tab.get('button', t('shell.user.menu', { name: AGENT.name })).click();
  await tab.get('menuitem', '안부치과의원').click();
  await tab.reads(/안부치과의원/);
  await agent.page.reload();
  await settled(agent.page);
  await agent.reads(OTHER.name);

  const [ours, theirs] = [
    await auditOf(admin, `userId=${me.userId}&action=enquiries.call`),
    await auditOf(other, `userId=${String(invited['id'])}&action=enquiries.call`),
  ];
  assert.deepEqual([ours.length, theirs.length], [2, 2]);

  // An alert of the other desk is said on every page of this one, and leads there.
  await agent.go('/people');
  await settled(agent.page);
  const here = await hereOf(agent);
  const [elsewhere, itsName] = here === OTHER.slug ? ['anbu', '안부치과의원'] : [OTHER.slug, OTHER.name];
  await alertIn(elsewhere);
  await agent.page.reload();
  const said = agent.get('region', t('shell.alerts.others'));
  await said.getByText(itsName).waitFor();
  await said.getByText(t('shell.alerts.elsewhere', { count: 1 })).waitFor();
  await settled(agent.page);
  assert.deepEqual(await violations(agent.page), []);

  // A link that is opened in another tab, or copied, names this organisation; the page that opens keeps it and its address is plain.
  const link = agent.get('link', t('shell.nav.enquiries')).first();
  await link.click({ button: 'right' });
  assert.equal(await link.getAttribute('href'), `/enquiries?in=${here}`);
  await agent.press('Escape');
  const linked = await agent.anotherTab(`/enquiries?in=${elsewhere}`);
  await settled(linked.page);
  assert.notEqual(await hereOf(linked), here);
  assert.ok(!linked.page.url().includes('in='));
  assert.equal(await hereOf(agent), here, 'the other tab stays');

  await said.getByRole('button').click();
  await agent.heading('shell.nav.today').waitFor();
  await settled(agent.page);
  assert.notEqual(await hereOf(agent), here);

  // The contract ends: with the next request she is out, and her other desk stays open.
  await other.post(`/agency-contracts/${String(there.id)}/end`, { reason: '계약 해지' });
  await agent.go('/today');
  await agent.reads(/안부치과의원/);
  await settled(agent.page);
  assert.ok(!(await agent.page.content()).includes(CUSTOMER.namu), 'nothing of the organisation that ended');
  const desks = (await (await agent.page.request.get(`${agent.url}/api/v1/desks`)).json()) as {
    items: { organisation: { slug: string } }[];
  };
  assert.deepEqual(
    desks.items.map(({ organisation }) => organisation.slug),
    ['anbu'],
  );
});
