import type { Id } from '../../kernel/ids.ts';
import { must, ok, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../db/index.ts';
import { insertFile, insertPiece, PIECE_BYTES, updateWhole } from './store.ts';

type InTx = <T>(work: (tx: Tx) => Promise<Outcome<T>>) => Promise<Outcome<T>>;

/** A file that is written while it is made: a piece at a time is in memory, each goes in a transaction of its own. It is whole with `end`. */
export class FileWriter {
  readonly id: Id;
  readonly #inTx: InTx;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #pieces = 0;
  #bytes = 0;

  private constructor(inTx: InTx, id: Id) {
    this.#inTx = inTx;
    this.id = id;
  }

  static async begin(inTx: InTx, file: { readonly name: string; readonly mediaType: string }): Promise<FileWriter> {
    return new FileWriter(inTx, must(await inTx(async (tx) => ok(await insertFile(tx, file)))));
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= PIECE_BYTES) await this.#flush();
  }

  /** In the transaction of the row that names it. */
  async end(tx: Tx): Promise<void> {
    await updateWhole(tx, this.id, this.#bytes);
  }

  /** Before `end`: what is still in memory. */
  async #flush(): Promise<void> {
    const content = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    const no = this.#pieces++;
    this.#bytes += content.length;
    must(
      await this.#inTx(async (tx) => {
        await insertPiece(tx, this.id, no, content);
        return ok(null);
      }),
    );
  }

  /** Everything that was written is in the database. */
  async flush(): Promise<void> {
    if (this.#waitingBytes > 0) await this.#flush();
  }
}
