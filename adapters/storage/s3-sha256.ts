import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectRef } from '../../core/storage/ports.ts';
import { isGone, sourceMissing } from './s3-refusals.ts';

/**
 * SHA-256 of the whole object, base64. Reads the object as a stream, so memory stays flat at any
 * size. Throws `SourceMissing`.
 */
export async function hashObject(client: S3Client, ref: ObjectRef): Promise<string> {
  const hash = createHash('sha256');
  const command = new GetObjectCommand({
    Bucket: ref.bucket,
    Key: ref.key,
    VersionId: ref.versionId,
  });
  try {
    const { Body } = await client.send(command);
    for await (const chunk of Body as Readable) hash.update(chunk);
  } catch (error) {
    throw isGone(error) ? sourceMissing(ref, error) : error;
  }
  return hash.digest('base64');
}
