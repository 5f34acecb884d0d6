import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ok, refuse, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import type { Upload } from './route.ts';

export const UPLOAD_LIMIT_BYTES = 100 * 1024 * 1024;

const FIELD_BYTES = 256 * 1024;

export type Form = { readonly fields: Readonly<Record<string, string>>; readonly upload: Upload };

/**
 * Takes a form in whole, before any transaction begins: a slow sender holds no connection. The file goes to `folder`, 0600.
 * Refuses request.unsupported_media_type, request.too_large, request.malformed, field.required for the file. Who calls removes the file.
 */
export async function receiveForm(
  request: FastifyRequest,
  folder: string,
  maximumBytes = UPLOAD_LIMIT_BYTES,
): Promise<Outcome<Form>> {
  if (!request.isMultipart()) return refuse('request.unsupported_media_type', { expected: 'multipart/form-data' }, 415);
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let upload: Upload | null = null;
  const limits = {
    files: 1,
    fields: 30,
    parts: 31,
    fieldSize: FIELD_BYTES,
    fileSize: maximumBytes + 1,
    headerPairs: 50,
  };
  // Not `for await`: that waits for the rest of the request, which a sender may never end.
  const parts = request.parts({ limits })[Symbol.asyncIterator]();
  try {
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      const part = next.value;
      if (part.type === 'field') {
        if (typeof part.value !== 'string' || part.valueTruncated || part.fieldname === '__proto__') {
          return await giveUp(upload, refuse('request.malformed', {}, 400));
        }
        fields[part.fieldname] = part.value;
      } else if (part.fieldname !== 'file') {
        part.file.resume();
        const error = { field: part.fieldname.slice(0, 200), code: 'field.unknown', params: {} };
        return await giveUp(upload, refuseFields([error]));
      } else {
        upload = await store(part, folder, maximumBytes);
      }
    }
  } catch (error) {
    if (error instanceof TooLarge) return refuse('request.too_large', { maximumBytes }, 413);
    await giveUp(upload, null);
    throw error;
  }
  if (!upload) return refuseFields([{ field: 'file', code: 'field.required', params: {} }]);
  return ok({ fields, upload });
}

class TooLarge extends Error {}

/** Writes the file while it comes. Throws TooLarge at the first byte too many. Leaves nothing behind where it throws. */
async function store(part: MultipartFile, folder: string, maximumBytes: number): Promise<Upload> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const target = path.join(folder, randomUUID());
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maximumBytes) return done(new TooLarge());
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(part.file, measure, createWriteStream(target, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
  return {
    path: target,
    fileName: part.filename.normalize('NFC').slice(0, 255),
    mediaType: part.mimetype,
    sizeBytes,
    sha256: hash.digest('hex'),
  };
}

async function giveUp<T>(upload: Upload | null, answer: T): Promise<T> {
  if (upload) await removeUpload(upload);
  return answer;
}

export async function removeUpload(upload: Upload): Promise<void> {
  await rm(upload.path, { force: true });
}
