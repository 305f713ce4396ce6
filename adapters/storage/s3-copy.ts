import { CopyObjectCommand, type S3Client, type StorageClass } from '@aws-sdk/client-s3';
import type { CopyRequest } from '../../core/storage/ports.ts';
import { copySource } from './s3-copy-source.ts';

/**
 * Copies in one request; for objects below 5 GB. Everything the copy is to have is sent (REPLACE):
 * a copied Content-Type could be one that browsers run, and copied tags would need tagging
 * permissions.
 */
export async function copyWhole(
  client: S3Client,
  request: CopyRequest,
): Promise<{ versionId: string; sha256?: string }> {
  const { source, target } = request;
  const answer = await client.send(
    new CopyObjectCommand({
      Bucket: target.bucket,
      Key: target.key,
      IfNoneMatch: '*',
      CopySource: copySource(source),
      CopySourceIfMatch: source.etag,
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      ContentType: request.contentType,
      ContentDisposition: request.disposition,
      Metadata: { ...request.metadata },
      StorageClass: request.storageClass as StorageClass,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  const sha256 = answer.CopyObjectResult?.ChecksumSHA256;
  return { versionId: answer.VersionId ?? unversioned, ...(sha256 !== undefined && { sha256 }) };
}

/** S3's version id in a bucket without versioning. */
export const unversioned = 'null';
