import assert from 'node:assert/strict';
import { test } from 'node:test';
import { must, type Outcome } from '../../kernel/outcome.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { businessRows } from './business.testing.ts';
import { messyFile, messyRows } from './messy.fixture.ts';
import { applyImport } from './service/acts.ts';
import { decideLabels, statusLabels } from './service/labels.ts';
import { report } from './service/report.ts';
import { undoImport } from './service/undo.ts';
import { importDesk } from './testing.ts';

/** `ANBU_MESSY_ROWS=100000` is the whole size. */
const ROWS = Number(process.env['ANBU_MESSY_ROWS'] ?? '6000');
const PAGE = 5_000;

test(
  'F6 R1 a messy list: every row is accounted for, the dry run says what the run does, and undo restores what was',
  { timeout: 1_800_000 },
  async (t) => {
    const desk = await importDesk(['김지현', '박소영']);
    t.after(() => desk.close());
    const inTx = <T>(work: (tx: Tx) => Promise<Outcome<T>>) => desk.db.inTx(desk.actor, work).then(must);
    const decideAll = async (id: string) => {
      const labels = await inTx((tx) => statusLabels(tx, id));
      const open = labels.filter(({ decided }) => decided === null);
      const decided = open.map(
        ({ label, proposals }) => ({ label, decided: proposals[0]?.code ?? 'CONSULTING' }) as const,
      );
      if (decided.length > 0) await inTx((tx) => decideLabels(tx, id, decided));
    };
    const enter = async (id: string) => {
      await inTx((tx) => applyImport(tx, id, { job: false }));
      await desk.run(id);
    };
    const said = async (id: string) => {
      const items: unknown[] = [];
      for (let after: number | null = 0; after !== null;) {
        const at: number = after;
        const page = await inTx((tx) => report(tx, id, { outcome: null, after: at, limit: PAGE }));
        items.push(...page.items);
        after = page.last;
      }
      return items;
    };
    // Some of the persons and enquiries are there already.
    const known = await desk.bring(messyFile(messyRows(ROWS, 7).slice(0, ROWS / 10)));
    await decideAll(known.id);
    await enter(known.id);
    const before = await businessRows(desk);

    const list = [...messyRows(ROWS - ROWS / 20, 2), ...messyRows(ROWS, 7).slice(0, ROWS / 20)];
    const started = performance.now();
    const { id, encoding } = await desk.bring(messyFile(list));
    assert.equal(encoding, 'cp949');
    await decideAll(id);
    const dry = await desk.read(id);
    const foreseen = await said(id);
    const analysed = performance.now();
    assert.deepEqual(await businessRows(desk), before, 'a dry run changes nothing');
    const counts = dry.counts!;
    assert.equal(counts.rows, ROWS);
    assert.equal(counts.created + counts.updated + counts.merged + counts.skipped + counts.rejected, ROWS);
    for (const [outcome, count] of Object.entries(counts)) assert.ok(count > 0, `some rows are ${outcome}`);

    const entering = performance.now();
    await enter(id);
    const entered = performance.now();
    const done = await desk.read(id);
    assert.equal(done.state, 'done', JSON.stringify(done.error));
    assert.deepEqual(done.counts, counts, 'the dry run counted what the run did');
    const happened = await said(id);
    // Row by row: a list of a hundred thousand differences helps nobody.
    assert.equal(happened.length, foreseen.length);
    const differing = happened.findIndex((item, place) => JSON.stringify(item) !== JSON.stringify(foreseen[place]));
    assert.deepEqual(happened[differing], foreseen[differing], 'the dry run says of each row what the run did');
    const enquiries = await desk.count(sql`select count(*) as n from enquiries.enquiry`);
    assert.equal(enquiries - before['enquiry']!.length, counts.created);

    const undoing = performance.now();
    await inTx((tx) => undoImport(tx, id, { job: false }));
    await desk.run(id);
    const undone = await desk.read(id);
    assert.deepEqual([undone.state, undone.phase, undone.undo?.kept], ['done', 'undo', 0]);
    const after = await businessRows(desk);
    for (const [name, rows] of Object.entries(before)) assert.deepEqual(after[name], rows, `${name}: as before`);
    const seconds = [analysed - started, entered - entering, performance.now() - undoing].map((ms) =>
      Math.round(ms / 1000),
    );
    t.diagnostic(`${JSON.stringify(counts)}; analysis, entry, undo: ${seconds.join(', ')} s`);
  },
);
