import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discountsOf, withoutNextStep, type Offer, type PriceCondition } from './quotes.ts';

const MAN_WON = 10_000;
const told = (...prices: readonly (readonly [PriceCondition, number])[]): Offer => ({
  kind: 'told',
  prices: prices.map(([condition, amount]) => ({ condition, amountWon: amount * MAN_WON })),
});

// The nine quotes of the recall notebook, in its order; amounts in 만원, discounts as printed.
const QUOTES = [
  ['490 → cash 400', 490, told(['cash', 400]), ['cash 18.4']],
  ['505 → cash 420', 505, told(['cash', 420]), ['cash 16.8']],
  ['340, none mentioned', 340, { kind: 'none' }, []],
  ['720 → cash 600', 720, told(['cash', 600]), ['cash 16.7']],
  ['490 → 450 unconditional', 490, told(['unconditional', 450]), ['unconditional 8.2']],
  ['500 → card 450, cash in full 430', 500, told(['card', 450], ['in_full', 430]), ['card 10.0', 'in_full 14.0']],
  ['440 → cash 380', 440, told(['cash', 380]), ['cash 13.6']],
  ['350 → 315 unconditional', 350, told(['unconditional', 315]), ['unconditional 10.0']],
  ['350, a discount exists and was not told', 350, { kind: 'not_told' }, []],
] as const satisfies readonly (readonly [string, number, Offer, readonly string[]])[];
for (const [why, quote, offer, expected] of QUOTES) {
  test(`C4 discount of a quote: ${why}`, () => {
    const discounts = discountsOf(quote * MAN_WON, offer);
    assert.deepEqual(
      discounts.map(({ condition, share }) => `${condition} ${(share * 100).toFixed(1)}`),
      expected,
    );
  });
}

test('C4 a price above the quote shows as a negative discount', () => {
  assert.deepEqual(
    discountsOf(100, { kind: 'told', prices: [{ condition: 'card', amountWon: 110 }] }).map((d) => d.share < 0),
    [true],
  );
});

// The notebook's eleven rows: what its columns 리콜날짜 and next plan hold.
const NOTEBOOK = [
  { no: 1, recallOn: '6월 11일', nextPlan: null },
  { no: 2, recallOn: '6월 11일', nextPlan: null },
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11].map((no) => ({ no, recallOn: no % 2 ? '' : null, nextPlan: no % 3 ? null : ' ' })),
];
test('C5 nine of the eleven rows of the notebook come without recall date and next plan', () => {
  assert.deepEqual(
    withoutNextStep(NOTEBOOK).map((row) => row.no),
    [3, 4, 5, 6, 7, 8, 9, 10, 11],
  );
});

test('C5 a recall date or a next plan is enough to be found again', () => {
  assert.deepEqual(
    withoutNextStep([
      { recallOn: null, nextPlan: '다음 주 전화' },
      { recallOn: '2026-12-01', nextPlan: null },
    ]),
    [],
  );
});
