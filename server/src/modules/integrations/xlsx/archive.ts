import { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { BadFile } from '../csv/records.ts';

/** A file that is read at any place: as it was uploaded, or from the pieces that the database keeps. `end` is not included. */
export type Bytes = {
  readonly size: number;
  readonly read: (start: number, end: number) => AsyncIterable<Uint8Array>;
};

const MOST_PARTS = 2000;
/** Text of one part when it is unpacked. A million rows of twelve columns are some 600 MB. */
const LARGEST_PART = 768 * 1024 * 1024;
/** What people write shrinks to a fortieth at most; a bomb to a thousandth. */
const MOST_TIMES = 200;
const SUSPICIOUS_FROM = 16 * 1024 * 1024;

/** The parts of a package by their names. Nothing is unpacked before it is asked for, and never to a disk. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #parts: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, parts: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#parts = parts;
  }

  /** Throws BadFile: imports.sheet_broken, imports.sheet_too_large { maximumMegabytes }, by the list of contents alone. */
  static async open(bytes: Bytes): Promise<Archive> {
    return asBroken(async () => {
      const zip = await yauzl.fromRandomAccessReaderPromise(new Reader(bytes), bytes.size, { autoClose: false });
      const parts = new Map<string, Entry>();
      if (zip.entryCount > MOST_PARTS) throw tooLarge();
      for await (const entry of zip.eachEntry()) {
        const { uncompressedSize: size, compressedSize } = entry;
        if (size > LARGEST_PART) throw tooLarge();
        if (size > SUSPICIOUS_FROM && size > MOST_TIMES * compressedSize) throw tooLarge();
        if (entry.isEncrypted()) throw broken();
        parts.set(entry.fileName.toLowerCase(), entry);
      }
      return new Archive(zip, parts);
    });
  }

  has(name: string): boolean {
    return this.#parts.has(name.toLowerCase());
  }

  /** The text of a part, piece by piece; ends at the size that the list of contents says. */
  async *text(name: string): AsyncGenerator<string> {
    const entry = this.#parts.get(name.toLowerCase());
    if (!entry) return;
    const decoder = new TextDecoder('utf-8');
    const stream = await asBroken(() => this.#zip.openReadStreamPromise(entry));
    try {
      for await (const chunk of stream) yield decoder.decode(chunk as Buffer, { stream: true });
    } catch (error) {
      throw error instanceof BadFile || isOurs(error) ? error : broken();
    } finally {
      stream.destroy();
    }
  }
}

export function broken(): BadFile {
  return new BadFile({ code: 'imports.sheet_broken', params: {}, status: 422 });
}

function tooLarge(): BadFile {
  const maximumMegabytes = LARGEST_PART / (1024 * 1024);
  return new BadFile({ code: 'imports.sheet_too_large', params: { maximumMegabytes }, status: 422 });
}

/** What yauzl throws of a bad file has no code; what reading the bytes throws is no fault of the file. */
async function asBroken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof BadFile || isOurs(error) ? error : broken();
  }
}

class ReadFailed extends Error {}

function isOurs(error: unknown): boolean {
  return error instanceof ReadFailed;
}

class Reader extends yauzl.RandomAccessReader {
  readonly #bytes: Bytes;
  constructor(bytes: Bytes) {
    super();
    this.#bytes = bytes;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }
  async *#pieces(start: number, end: number): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#bytes.read(start, end);
    } catch (error) {
      throw new ReadFailed('the bytes of a workbook could not be read', { cause: error });
    }
  }
}
