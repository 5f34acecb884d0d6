import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, calendarDay } from '../../../../kernel/calendar-day.ts';
import { instant } from '../../../../kernel/instant.ts';
import { labelKey } from '../labels.ts';
import type { EnquiryPlan } from '../plan.ts';
import { evidenceOf } from './evidence.ts';
import { CLINICS, CODED_CLINIC, listOf, type Clinic, type TrueRow } from './lists.fixture.ts';
import { readLabels, type LabelledRow } from './read-labels.ts';
import { spellingsOf } from './spellings.ts';
import { SURE } from './weights.ts';

const TODAY = calendarDay('2026-11-20');
const SEEDS = [1, 2, 3, 4, 5];
const ROWS = 800;

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function planOf({ calls, booking, visit, recontact, memo }: TrueRow): EnquiryPlan {
  const day = (days: number | null) => (days === null ? null : addDays(TODAY, days));
  return {
    receivedAt: instant(0),
    receivedOn: addDays(TODAY, -60),
    siteId: '0199aa10-5c00-7000-8000-000000000001' as EnquiryPlan['siteId'],
    sourceChannel: 'unknown',
    campaign: null,
    interests: [],
    ownerId: null,
    text: memo === '' ? null : memo,
    callCount: calls,
    bookingOn: day(booking),
    bookingMinute: null,
    visitOn: day(visit),
    visitMinute: null,
    likelihood: null,
    holdReasons: [],
    recontactOn: day(recontact),
  };
}

type Tally = { rows: number; right: number; taken: number; takenWrong: number; asked: number };

function read(clinic: Clinic, seed: number): Tally {
  const columns = new Set(['owner', 'callCount', 'bookingAt', 'visitAt', 'recontactOn', 'text']);
  const list = listOf(clinic, ROWS, randomOf(seed));
  const counted = Map.groupBy(list, ({ label }) => labelKey(label));
  const groups = spellingsOf(
    [...counted].map(([key, of]) => ({ labelKey: key, label: of[0]!.label, rows: of.length })),
  );
  const rows = list.map((row): LabelledRow => ({
    labelKey: groups.get(labelKey(row.label)) ?? labelKey(row.label),
    user: row.user,
    evidence: evidenceOf(planOf(row), {
      has: (field) => columns.has(field),
      readOn: TODAY,
      cameAgain: null,
      user: row.user,
    }),
  }));
  const labels = new Map(list.map(({ label }) => [labelKey(label), label.normalize('NFC').trim()]));
  const readRow = readLabels(labels, rows);
  const tally = { rows: 0, right: 0, taken: 0, takenWrong: 0, asked: 0 };
  for (const [index, row] of rows.entries()) {
    const { code, confidence } = readRow(row);
    const right = code === list[index]?.truth;
    tally.rows++;
    if (right) tally.right++;
    if (confidence < SURE) tally.asked++;
    else tally.taken++;
    if (confidence >= SURE && !right) tally.takenWrong++;
  }
  return tally;
}

for (const clinic of CLINICS) {
  test(`A3 of a list in the words of a clinic (${clinic.name}) nine rows of ten are read right, and few of those taken are wrong`, (t) => {
    for (const seed of SEEDS) {
      const { rows, right, taken, takenWrong, asked } = read(clinic, seed);
      const figures = `seed ${seed}: ${right} of ${rows} right, ${taken} taken (${takenWrong} wrong), ${asked} asked`;
      t.diagnostic(figures);
      assert.ok(right >= rows * 0.9, figures);
      assert.ok(takenWrong <= taken * 0.06, figures);
      assert.ok(taken >= rows * 0.5, figures);
    }
  });
}

test('A3 of labels that say nothing to a stranger, what the rows do not show is asked and not guessed', (t) => {
  for (const seed of SEEDS) {
    const { rows, right, taken, takenWrong, asked } = read(CODED_CLINIC, seed);
    const figures = `seed ${seed}: ${right} of ${rows} right, ${taken} taken (${takenWrong} wrong), ${asked} asked`;
    t.diagnostic(figures);
    assert.ok(takenWrong <= taken * 0.06, figures);
    assert.ok(asked > 0, figures);
  }
});
