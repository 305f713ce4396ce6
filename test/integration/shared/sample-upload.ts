import { createHash } from 'node:crypto';
import { minimalFile } from '../../../tools/local/samples/minimal-file.ts';
import type { Visitor } from './visitor.ts';

/** Base64, as S3 and the API spell it. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64');

/** A photo with fresh random bytes. */
export const someBytes = (size = 2_000): Buffer => minimalFile('image/jpeg', size);

/** The body of POST /uploads for these bytes. */
export const announcement = (bytes: Buffer, changes: Record<string, unknown> = {}) => ({
  filename: 'Grüße.jpg',
  contentType: 'image/jpeg',
  sizeBytes: bytes.length,
  sha256: sha256(bytes),
  category: 'photo',
  ...changes,
});

type Put = { method: string; url: string; headers: Record<string, string> };

/** Sends bytes as the API said to; answers the status. */
export const send = async (
  { method, url, headers }: Put,
  bytes: Buffer,
  changes: Record<string, string> = {},
): Promise<number> =>
  (await fetch(url, { method, headers: { ...headers, ...changes }, body: new Uint8Array(bytes) }))
    .status;

/** An upload that was announced and not sent. */
export const announced = async (
  visitor: Visitor,
  bytes = someBytes(),
  changes: Record<string, unknown> = {},
) => {
  const { body } = await visitor.post('/uploads', announcement(bytes, changes));
  return { ...(body as Put & { uploadId: string; key: string; expiresAt: string }), bytes };
};

/** An upload that is there, as GET /uploads/{id} shows it. */
export const uploaded = async (
  visitor: Visitor,
  bytes = someBytes(),
  changes: Record<string, unknown> = {},
) => {
  const upload = await announced(visitor, bytes, changes);
  await send(upload, bytes);
  const { body } = await visitor.post(`/uploads/${upload.uploadId}/complete`);
  return {
    ...(body as { uploadId: string; key: string; versionId: string; status: string }),
    bytes,
  };
};
