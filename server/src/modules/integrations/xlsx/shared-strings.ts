import { BadFile } from '../csv/records.ts';

const PAGE = 1024 * 1024;
const MOST_BYTES = 96 * 1024 * 1024;
export const LONGEST_CELL = 100_000;

/**
 * The texts that cells of a workbook name by number, kept as UTF-8 in few large pieces: millions of them are a few dozen megabytes. `add` throws
 * BadFile imports.sheet_too_many_words { maximumMegabytes }.
 */
export class SharedStrings {
  readonly #pages: Buffer[] = [];
  #starts = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;
  #used = PAGE;
  #bytes = 0;

  add(text: string): void {
    const size = Buffer.byteLength(text);
    this.#bytes += size;
    if (this.#bytes > MOST_BYTES) {
      const maximumMegabytes = MOST_BYTES / (1024 * 1024);
      throw new BadFile({ code: 'imports.sheet_too_many_words', params: { maximumMegabytes }, status: 422 });
    }
    if (this.#used + size > PAGE) {
      this.#pages.push(Buffer.allocUnsafeSlow(PAGE));
      this.#used = 0;
    }
    this.#pages.at(-1)!.write(text, this.#used);
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts);
      this.#lengths = grown(this.#lengths);
    }
    this.#starts[this.#count] = (this.#pages.length - 1) * PAGE + this.#used;
    this.#lengths[this.#count] = size;
    this.#used += size;
    this.#count++;
  }

  /** Empty where the workbook has no such text. */
  at(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return '';
    const start = this.#starts[index]!;
    const place = start % PAGE;
    return this.#pages[Math.floor(start / PAGE)]!.toString('utf8', place, place + this.#lengths[index]!);
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
