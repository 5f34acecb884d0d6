/** What a spreadsheet would run as a formula. Spec: reliability S3. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/u;
const GUARDED = /^'(?='*[=+\-@\t\r＝＋－＠])/u;

/** The cell as text for a spreadsheet: an apostrophe in front of what it would run. `unguard` takes it away again. */
export function guard(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

export function unguard(cell: string): string {
  return cell.replace(GUARDED, '');
}

/** One line of a CSV file, guarded and quoted where needed. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quote(guard(cell))).join(',')}\r\n`;
}

function quote(cell: string): string {
  return /[",\r\n\t;]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
