import { createHash } from 'node:crypto';
import { FileTypeSniffer } from '../../adapters/uploads/file-type-sniffer.ts';
import { completeUpload } from '../../core/uploads/complete-upload.ts';
import { createUpload } from '../../core/uploads/create-upload.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { fileCategories } from '../../lib/uploads/file-categories.ts';
import { alice, aWorld } from '../core/builders/world.ts';
import { categoriesOf } from './corpus.ts';

type Sent = {
  fileName: string;
  /** As the client announces it; `undefined` where it names none. */
  contentType: string | undefined;
  category: string | undefined;
  bytes: Uint8Array;
  /** What arrives, where that is less. */
  arrived?: Uint8Array;
};

/** A stage with the categories as they come, and the real sniffer over storage in memory. */
export const stage = () => ({
  ...aWorld(),
  categories: fileCategories,
  fileTypes: new FileTypeSniffer(),
});

/** Announces a file, sends it and completes it, as clients do. */
export const send = async (
  world: ReturnType<typeof stage>,
  { fileName, contentType, category, bytes, arrived = bytes }: Sent,
): Promise<Upload> => {
  const { uploadId } = await createUpload(world, alice, {
    filename: fileName,
    contentType,
    category,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('base64'),
  });
  const [signed] = world.signer.signed.slice(-1);
  if (signed === undefined) throw new Error('no PUT was signed');
  world.objects.put(signed.bucket, signed.key, arrived, {
    contentType: signed.contentType,
    checksum: 'sha256',
  });
  return completeUpload(world, alice, uploadId);
};

/** The first category that takes a type. */
export const categoryOf = (contentType: string): string | undefined => categoriesOf(contentType)[0];
