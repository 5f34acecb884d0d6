import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALL_OUTCOMES } from '@anbu/contract';
import { nameOf } from './harness/clinic.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';
import type { Visitor } from './harness/visitor.ts';

const stage = useStage();

/** Enquiries of the consultant that wait for a call. */
async function waiting({ page, url }: Visitor): Promise<{ id: string; personId: string; version: number }[]> {
  const owner = stage.clinic.users.consultant;
  const answer = await page.request.get(`${url}/api/v1/enquiries?status=WAITING&owner=${owner}`);
  return ((await answer.json()) as { items: { id: string; personId: string; version: number }[] }).items;
}

test('several tabs of one browser share one stream, and what one does appears in the other without a reload', async () => {
  const first = await stage.visit({ as: 'consultant', at: '/today' });
  let streams = 0;
  first.page.context().on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/stream') streams += 1;
  });
  await first.heading('shell.nav.today').waitFor();
  const [enquiry] = await waiting(first);
  const second = await first.anotherTab(`/people/${enquiry!.personId}`);
  const third = await first.anotherTab('/enquiries');
  await third.heading('shell.nav.enquiries').waitFor();
  const timeline = second.page.getByRole('region', { name: second.t('people.timeline') });
  await timeline.waitFor();

  await first.go(`/people/${enquiry!.personId}`);
  await first.field('people.memo.write').fill('두 번째 탭에서도 보이는 메모');
  await first.field('people.memo.write').press('Control+Enter');
  await timeline.getByText('두 번째 탭에서도 보이는 메모').waitFor();
  assert.ok(streams <= 2, `${streams} streams: the leading tab and, when it left, its heir`);
});

test('C and the result pressed at once: the keys wait for the person, and the own lock is nobody else', async () => {
  const visitor = await stage.visit({ as: 'colleague', at: '/today?owner=all' });
  const { page, t, url } = visitor;
  const rows = visitor.get('grid', t('shell.nav.today')).locator('tbody').getByRole('row');
  await rows.first().waitFor();
  // What nobody owns: the lock of who opens it is answered later than she saves.
  const answer = await page.request.get(`${url}/api/v1/today?owner=all&limit=200`);
  const { items } = (await answer.json()) as { items: { enquiry: { id: string; ownerId: string | null } }[] };
  const place = items.findIndex(({ enquiry }) => enquiry.ownerId === null);
  assert.ok(place >= 0, 'somebody waits whom nobody owns');
  const { promise: pressed, resolve: isPressed } = Promise.withResolvers<void>();
  await page.route('**/claim', async (route) => {
    const claimed = await route.fetch();
    await pressed;
    await route.fulfill({ response: claimed });
  });
  for (let each = 0; each <= place; each += 1) await visitor.press('J');
  await visitor.press('C', String(CALL_OUTCOMES.indexOf('NO_ANSWER') + 1));
  await page.waitForURL((address) => address.searchParams.get('enquiry') === items[place]!.enquiry.id);
  const chosen = visitor.get('button', new RegExp(t('enquiries.outcome.NO_ANSWER'))).first();
  await until(async () => (await chosen.getAttribute('aria-pressed')) === 'true', 'the result pressed ahead');
  const called = page.waitForResponse((response) => response.url().endsWith('/calls'));
  await visitor.press('Control+Enter');
  isPressed();
  assert.equal((await called).status(), 200);
  assert.equal(await visitor.button('desk.changed.goOn').count(), 0, 'the own lock was taken for somebody else');
});

test('a save that comes too late is refused in words, and what was typed stays and can be sent after a look', async () => {
  const mine = await stage.visit({ as: 'consultant', at: '/today' });
  const other = await stage.visit({ as: 'manager', at: '/today' });
  const { page, t, url } = mine;
  const enquiry = (await waiting(mine)).at(-1)!;
  await mine.go(`/today?enquiry=${enquiry.id}`);
  await mine.field('desk.note').fill('부재, 저녁에 다시 걸기로');
  await mine
    .get('button', new RegExp(t('enquiries.outcome.NO_ANSWER')))
    .first()
    .click();
  // The other one is faster by the length of the way to the server.
  let overtaken = false;
  await page.route('**/calls', async (route) => {
    if (!overtaken) {
      overtaken = true;
      const data = { outcome: 'BUSY', version: enquiry.version };
      const sent = await other.page.request.post(`${url}/api/v1/enquiries/${enquiry.id}/calls`, {
        data,
        headers: { origin: url },
      });
      assert.equal(sent.status(), 200);
    }
    await route.continue();
  });
  await mine.button('common.save').click();
  await mine.reads(t('enquiries.changed'));
  await mine.reads(t('desk.changed', { name: nameOf('manager') }));
  assert.equal(await mine.field('desk.note').inputValue(), '부재, 저녁에 다시 걸기로');
  await mine.button('desk.changed.goOn').click();
  const saved = page.waitForResponse((response) => response.url().endsWith('/calls') && response.status() === 200);
  await mine.button('common.save').click();
  await saved;
});

test('who is worked on by another shows the lock, and a draft survives what the other changed', async () => {
  const mine = await stage.visit({ as: 'consultant', at: '/today' });
  const [enquiry] = await waiting(mine);
  const { id } = enquiry!;
  await mine.go(`/today?enquiry=${id}`);
  const note = mine.field('desk.note');
  await note.fill('어머니와 상의 중이라고 하심');

  const other = await stage.visit({ as: 'manager', at: '/today' });
  const claimed = await other.page.request.post(`${other.url}/api/v1/enquiries/${id}/claim`, {
    data: { version: enquiry!.version },
    headers: { origin: other.url },
  });
  assert.equal(claimed.status(), 200);
  await mine.reads(mine.t('desk.claim.other', { name: nameOf('manager'), holder: 'user' }));
  await until(() => mine.button('common.save').isDisabled(), 'saving to be closed while another works on it');

  const { version } = (await claimed.json()) as { version: number };
  const called = await other.page.request.post(`${other.url}/api/v1/enquiries/${id}/calls`, {
    data: { outcome: 'NO_ANSWER', version },
    headers: { origin: other.url },
  });
  assert.equal(called.status(), 200);
  await mine.reads(mine.t('desk.changed', { name: nameOf('manager') }));
  assert.equal(await note.inputValue(), '어머니와 상의 중이라고 하심');
  await mine.button('desk.changed.goOn').click();
  await mine.press('Escape');
  await mine.page.reload();
  await mine.go(`/today?enquiry=${id}`);
  assert.equal(await note.inputValue(), '어머니와 상의 중이라고 하심');
});
