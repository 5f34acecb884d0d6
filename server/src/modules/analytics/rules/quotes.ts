/** Conditions of a price. Card and cash stand in imported history only: they are not offered any more (rules.md). */
export type PriceCondition = 'unconditional' | 'in_full' | 'instalments' | 'card' | 'cash';

export type OfferedPrice = { readonly condition: PriceCondition; readonly amountWon: number };

/** Whether a price below the quote exists, and whether the customer was told of it. */
export type Offer =
  | { readonly kind: 'none' }
  | { readonly kind: 'not_told' }
  | { readonly kind: 'told'; readonly prices: readonly OfferedPrice[] };

export type Discount = { readonly condition: PriceCondition; readonly share: number };

/**
 * Discounts that the customer was told, in the order of the prices: 1 − offered ÷ quote, as a fraction; empty where there is none or it was
 * not told. A price above the quote is a negative discount, so that a slip of the pen is seen. `quoteWon` > 0. Spec: metrics.md, Quotes.
 */
export function discountsOf(quoteWon: number, offer: Offer): readonly Discount[] {
  if (offer.kind !== 'told') return [];
  return offer.prices.map(({ condition, amountWon }) => ({ condition, share: 1 - amountWon / quoteWon }));
}

export type NotebookRow = { readonly recallOn: string | null; readonly nextPlan: string | null };

/** Rows of a recall notebook that name neither a recall date nor a next plan: nobody would come back to them. Spec: product C5. */
export function withoutNextStep<Row extends NotebookRow>(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => isBlank(row.recallOn) && isBlank(row.nextPlan));
}

const isBlank = (text: string | null): boolean => text === null || text.trim() === '';
