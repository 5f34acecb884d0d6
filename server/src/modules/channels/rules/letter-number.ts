/** A letter's number: five figures of the batch, four of its place, one that checks the others (weights 3 and 1, as on parcels). */
export function letterNumber(batchNo: number, seq: number): string {
  const figures = `${String(batchNo).padStart(5, '0')}${String(seq).padStart(4, '0')}`;
  return `${figures}${checkFigure(figures)}`;
}

/** What was scanned or typed, as it stands on the paper; null where it is no number of a letter. Full-width figures, spaces and hyphens are read over. */
export function readLetterNumber(typed: string): string | null {
  const figures = typed.normalize('NFKC').replace(/[\s\-–.]/gu, '');
  if (!/^\d{10}$/.test(figures)) return null;
  return checkFigure(figures.slice(0, 9)) === Number(figures[9]) ? figures : null;
}

/** As people read it: 00012-0034-5. */
export function shownNumber(number: string): string {
  return `${number.slice(0, 5)}-${number.slice(5, 9)}-${number.slice(9)}`;
}

function checkFigure(figures: string): number {
  const sum = [...figures].reduce((total, figure, at) => total + Number(figure) * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}
