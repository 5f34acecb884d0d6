import { BackupError } from './backup-error.ts';

/** The kinds of frame, in the order in which they come. */
export const FRAME = { header: 1, table: 2, rows: 3, tableEnd: 4, sequences: 5, end: 6 } as const;
export type FrameKind = (typeof FRAME)[keyof typeof FRAME];
export type Frame = { readonly kind: number; readonly body: Buffer };

const HEAD = 5;
const LONGEST = 64 * 1024 * 1024;

/** A frame: kind (1 byte), length of the body (4 bytes, big-endian), body. */
export function frame(kind: FrameKind, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

export function jsonFrame(kind: FrameKind, value: unknown): Buffer {
  return frame(kind, Buffer.from(JSON.stringify(value)));
}

/** The frames of a stream however it is cut into chunks. Refuses a stream that ends within a frame. */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let pending: Buffer[] = [];
  let size = 0;
  let wanted = HEAD;
  for await (const chunk of chunks) {
    pending.push(chunk);
    size += chunk.length;
    if (size < wanted) continue;
    let buffer = pending.length === 1 ? chunk : Buffer.concat(pending);
    for (wanted = HEAD; buffer.length >= HEAD; wanted = HEAD) {
      const length = buffer.readUInt32BE(1);
      if (length > LONGEST) throw new BackupError('damaged', 'The file is damaged, or it is not a backup of Anbu.');
      wanted = HEAD + length;
      if (buffer.length < wanted) break;
      yield { kind: buffer.readUInt8(0), body: buffer.subarray(HEAD, wanted) };
      buffer = buffer.subarray(wanted);
    }
    pending = buffer.length > 0 ? [buffer] : [];
    size = buffer.length;
  }
  if (size > 0) throw new BackupError('cut_off', 'The backup is cut off: its end is missing.');
}
