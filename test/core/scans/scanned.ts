import type { Verdict } from '../../../core/scans/model/scan.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { receiveArrival } from '../../../core/uploads/receive-arrival.ts';
import { MemoryScanner } from '../../fakes/scans/memory-scanner.ts';
import { anUpload, sha256 } from '../builders/records.ts';
import { aWorld, type World } from '../builders/world.ts';

export const uploadId = `upl_${'a'.repeat(32)}`;

export const refusing = { unscannable: 'refuse', waitHours: 24 } as const;
export const passing = { unscannable: 'pass', waitHours: 24 } as const;

/** A stage that waits for verdicts. */
export const gatedWorld = (scan: typeof refusing | typeof passing = refusing) => ({
  ...aWorld(),
  scan,
});

export type GatedWorld = ReturnType<typeof gatedWorld>;

/** An announced upload whose bytes have come; nothing has looked at them yet. */
export const sent = (
  { uploads, objects }: Pick<World, 'uploads' | 'objects'>,
  bytes = 'cat',
  fields: Partial<Upload> = {},
) => {
  const upload = anUpload({
    uploadId,
    sizeBytes: Buffer.byteLength(bytes),
    sha256: sha256(bytes),
    ...fields,
  });
  uploads.put(upload);
  const { bucket, key, contentType } = upload;
  return { bucket, key, versionId: objects.put(bucket, key, bytes, { contentType }).versionId };
};

export type SentFile = ReturnType<typeof sent>;

/** The same after Keepsake's own checks, which wait for the verdict. */
export const waiting = async (world: GatedWorld, bytes?: string, fields?: Partial<Upload>) => {
  const file = sent(world, bytes, fields);
  await receiveArrival(world, file);
  return file;
};

export const verdict = (file: SentFile, result: Verdict['result'], reason?: string): Verdict => ({
  ...file,
  result,
  reason,
});

/** The verdict of a scanner that reads the bytes. */
export const scanned = ({ objects }: Pick<World, 'objects'>, file: SentFile): Verdict =>
  new MemoryScanner(objects).scan(file);

export const record = async ({ uploads }: Pick<World, 'uploads'>): Promise<Upload> => {
  const upload = await uploads.find(uploadId);
  if (!upload) throw new Error('the upload is gone');
  return upload;
};
