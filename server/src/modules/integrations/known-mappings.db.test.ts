import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { must, ok, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { applyImport, remap } from './service/acts.ts';
import { forgetMapping, knownMappings, renameMapping } from './service/known-mappings.ts';
import { importDesk } from './testing.ts';

let desk: Awaited<ReturnType<typeof importDesk>>;
before(async () => {
  desk = await importDesk(['김지현']);
});
after(() => desk.close());

function inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return desk.db.inTx(desk.actor, work);
}
const list = (day: string) =>
  `성함,전화,접수일,첫 번째,비고\n기억하나,010-4600-0001,2026-10-0${day},신규 문의,몇 마디\n`;
const known = async () => must(await inTx(async (tx) => ok(await knownMappings(tx, { after: null, limit: 10 })))).items;

test('F6 a mapping that a list was entered by is known: the next list with the same headers is mapped at once, until it is forgotten', async () => {
  const first = await desk.bring(list('1'));
  assert.equal(first.mappedBy, null);
  must(
    await inTx((tx) =>
      remap(
        tx,
        first.id,
        { name: '성함', phone: '전화', receivedAt: '접수일', status: '첫 번째', text: null },
        { job: false },
      ),
    ),
  );
  await desk.run(first.id);
  assert.deepEqual(await known(), [], 'what is only tried is not remembered');
  must(await inTx((tx) => applyImport(tx, first.id, { job: false })));
  await desk.run(first.id);

  const [kept] = await known();
  assert.deepEqual(
    [kept?.name, kept?.kind, kept?.usedBy, kept?.mapping['status'], kept?.mapping['text']],
    ['list', 'enquiries', 'test', '첫 번째', undefined],
  );
  must(await inTx((tx) => renameMapping(tx, kept!.id, '상담 대장')));

  const second = await desk.bring(
    '첫 번째,성함,접수일,전화,비고\n신규 문의,기억둘,2026-10-02,010-4600-0002,다른 순서\n',
  );
  assert.equal(second.mappedBy, '상담 대장');
  assert.deepEqual(second.mapping, { name: '성함', phone: '전화', receivedAt: '접수일', status: '첫 번째' });
  assert.deepEqual(second.questions, []);
  const other = await desk.bring(list('3').replace('비고', '담당'));
  assert.equal(other.mappedBy, null, 'other headers are another list');

  must(await inTx((tx) => forgetMapping(tx, kept!.id)));
  assert.equal((await desk.bring(list('4'))).mappedBy, null);
  const gone = await inTx((tx) => renameMapping(tx, kept!.id, '없음'));
  assert.equal(gone.ok ? 0 : gone.refusal.status, 404);
});
