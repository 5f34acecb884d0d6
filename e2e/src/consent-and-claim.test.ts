import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';
import type { Visitor } from './harness/visitor.ts';

const stage = useStage();

type Read = {
  readonly id: string;
  readonly version: number;
  readonly contactHold: boolean;
  readonly ownerId: string | null;
  readonly status: string;
};

async function read({ page, url }: Visitor, id: string): Promise<Read> {
  return (await (await page.request.get(`${url}/api/v1/enquiries/${id}`)).json()) as Read;
}

test('A10 who refused contact and asks again is on hold until her new consent is written down in her words', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/today' });
  const { t } = visitor;
  const person = { name: '문다시', phone: '010-7300-1001' };
  const refused = await visitor.post<Read>('/enquiries', { person, sourceChannel: 'phone', interests: ['implant'] });
  await visitor.post(`/enquiries/${refused.id}/transitions`, {
    to: 'DO_NOT_CONTACT',
    evidence: { kind: 'call', text: '그만 연락하라고 하심' },
    version: refused.version,
  });
  const again = await visitor.post<Read>('/enquiries', { person, sourceChannel: 'phone', interests: ['scaling'] });
  assert.equal((await read(visitor, again.id)).contactHold, true);

  await visitor.go(`/today?enquiry=${again.id}`);
  const hold = visitor.get('note').filter({ hasText: t('desk.contactHold') });
  await hold.getByRole('button', { name: t('desk.consent') }).click();
  const dialog = visitor.get('dialog', t('desk.consent.title', { name: person.name }));
  const words = dialog.getByRole('textbox', { name: t('desk.evidence.text') });
  await until(
    () => words.evaluate((field) => field === field.ownerDocument.activeElement),
    'the words to have the focus',
  );

  // Without her words nothing is recorded.
  await dialog.getByRole('button', { name: t('desk.consent') }).click();
  await dialog.getByText(t('field.required')).waitFor();
  assert.equal((await read(visitor, again.id)).contactHold, true);

  await dialog.getByRole('button', { name: t('desk.evidence.message') }).click();
  await words.fill('예약 문자는 보내 달라고 하심');
  await dialog.getByRole('button', { name: t('desk.consent') }).click();
  await visitor.reads(t('desk.consent.done'));
  await hold.waitFor({ state: 'detached' });
  assert.equal((await read(visitor, again.id)).contactHold, false);
});

test('A13 to take on what is offered to all makes it hers at once, and giving it back restores whose it was', async () => {
  const visitor = await stage.visit({ as: 'colleague', at: '/today?owner=all' });
  const { t } = visitor;
  const person = { name: '주인없음', phone: '010-7300-1002' };
  const free = await visitor.post<Read>('/enquiries', { person, sourceChannel: 'phone', interests: ['implant'] });
  assert.deepEqual([free.ownerId, free.status], [null, 'NEW']);

  await visitor.go(`/today?owner=all&enquiry=${free.id}`);
  await visitor.button('desk.own').click();
  await visitor.reads(t('desk.own.done'));
  const taken = await read(visitor, free.id);
  assert.deepEqual([taken.ownerId, taken.status], [stage.clinic.users.colleague, 'WAITING']);
  await visitor.button('desk.own').waitFor({ state: 'detached' });

  await visitor.button('desk.claim.giveBack').click();
  await until(async () => (await read(visitor, free.id)).ownerId === null, 'the enquiry to be nobody’s again');
  assert.equal((await read(visitor, free.id)).status, 'NEW');
  await visitor.button('desk.own').waitFor();
});
