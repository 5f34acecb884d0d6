/** Consents of another system as a list: the same report before and after, the stricter stays, and all of it is taken back (C4, F6). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { loadJudged, recordConsents } from '../consents/index.ts';
import { findOrCreatePerson } from '../people/index.ts';
import { applyImport } from './service/acts.ts';
import { undoImport } from './service/undo.ts';
import { importDesk } from './testing.ts';

let desk: Awaited<ReturnType<typeof importDesk>>;
before(async () => {
  desk = await importDesk(['김지현']);
});
after(() => desk.close());

async function aPerson(name: string, phone: string): Promise<Id> {
  const made = await desk.db.inTx(desk.actor, (tx) => findOrCreatePerson(tx, { name, phone }));
  return must(made).person.id;
}
const rowsOf = async (id: Id) => {
  const rows = await desk.tell(sql<{ no: number; outcome: string; issues: { code: string }[] }>`
    select row_no as no, outcome, issues from integrations.import_row where import_id = ${id} order by row_no`);
  return rows.map(({ no, outcome, issues }) => [no, outcome, issues.map(({ code }) => code).join()] as const);
};
const grantedTo = async (personId: Id) => {
  const known = await desk.db.inTx(desk.actor, async (tx) => ok(await loadJudged(tx, [personId])));
  return (must(known).get(personId)?.consents ?? [])
    .filter(({ state }) => state === 'granted')
    .map(({ purpose, channel, night }) => `${purpose}:${channel}${night ? ':night' : ''}`)
    .sort();
};

test('C4 a list of consents: dry run = run, a later refusal stays, what cannot be read is said, and undo takes all of it back', async () => {
  const [willing, unwilling] = [await aPerson('가동의', '010-3900-0001'), await aPerson('나거부', '010-3900-0002')];
  await desk.db.inTx(desk.actor, (tx) =>
    recordConsents(tx, unwilling, {
      entries: [{ kind: 'contact', purpose: 'marketing', channel: 'sms', night: false, state: 'withdrawn' }],
      source: 'call',
      evidence: '그만 보내라고 하심',
    }),
  );
  const list = [
    '휴대폰,동의 목적,수신채널,야간,수신동의,동의일,근거',
    '010-3900-0001,광고,문자,,Y,2025-03-02,종이 동의서 12',
    '010-3900-0001,마케팅,문자,O,동의,2025-03-02,종이 동의서 12',
    '010-3900-0001,광고,문자,,Y,2025-03-02,종이 동의서 12',
    '010-3900-0002,광고,문자,,Y,2025-03-02,옛 명단',
    '010-3900-0002,광고,이메일,,Y,2025-03-02,옛 명단',
    '010-3900-9999,광고,문자,,Y,2025-03-02,',
    '010-3900-0001,광고,비둘기,,Y,2025-03-02,',
    '010-3900-0001,설문,문자,,Y,2025-02-30,',
  ].join('\n');
  const dry = await desk.bring(list, { kind: 'consents', dryRun: true });
  assert.equal(dry.state, 'done', JSON.stringify([dry.error, dry.mapping]));
  const foreseen = await rowsOf(dry.id);
  assert.deepEqual(
    foreseen.map(([row, outcome]) => [row, outcome]),
    [
      [1, 'created'],
      [2, 'created'],
      [3, 'skipped'],
      [4, 'merged'],
      [5, 'created'],
      [6, 'rejected'],
      [7, 'rejected'],
      [8, 'rejected'],
    ],
    JSON.stringify(foreseen),
  );
  assert.deepEqual(
    [foreseen[3]?.[2], foreseen[5]?.[2], foreseen[6]?.[2]],
    ['imports.consent_refused_later', 'consents.import.nobody', 'consents.import.unread'],
  );
  assert.deepEqual(await grantedTo(willing), [], 'a dry run enters nothing');
  must(await desk.db.inTx(desk.actor, (tx) => applyImport(tx, dry.id)));
  await desk.run(dry.id);
  assert.equal((await desk.read(dry.id)).phase, 'apply');
  assert.deepEqual(await rowsOf(dry.id), foreseen, 'what was said before is what became of it');
  assert.deepEqual(await grantedTo(willing), ['marketing:sms', 'marketing:sms:night']);
  assert.deepEqual(await grantedTo(unwilling), ['marketing:email']);
  const again = await desk.bring(list, { kind: 'consents', dryRun: true });
  assert.equal(
    (await rowsOf(again.id)).filter(([, outcome]) => outcome === 'created').length,
    0,
    'the list again adds nothing',
  );
  must(await desk.db.inTx(desk.actor, (tx) => undoImport(tx, dry.id, { job: false })));
  await desk.run(dry.id);
  const record = await desk.read(dry.id);
  assert.deepEqual([record.state, record.phase], ['done', 'undo']);
  assert.deepEqual([await grantedTo(willing), await grantedTo(unwilling)], [[], []]);
  const { n } = await desk
    .tell(
      sql<{
        n: number;
      }>`select count(*) as n from consents.duty where state in ('waiting', 'announced') and kind = 'reconfirmation'`,
    )
    .then(([row]) => row!);
  assert.equal(n, 0, 'nothing is asked again of what counts for nothing');
});
