import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type Part,
  type S3Client,
  type StorageClass,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { CopyRequest } from '../../core/storage/ports.ts';
import { rangeText } from '../aws/byte-range.ts';
import { inParallel } from '../aws/in-parallel.ts';
import { requiredId } from '../aws/required-id.ts';
import { unversioned } from './s3-copy.ts';
import { copySource } from './s3-copy-source.ts';
import {
  abortMultipart,
  listMultiparts,
  listParts,
  type MultipartRef,
} from './s3-multipart-listing.ts';
import { type PlannedPart, planParts } from './s3-part-plan.ts';
import { isPreconditionFailed } from './s3-refusals.ts';

/** S3 copies 64 MiB in about a second, so 16 parts make 1 GB/s with few sockets. */
const parallelParts = 16;

/**
 * Copies in parallel parts. An interrupted copy under the same key is continued: its finished parts
 * are not copied again.
 */
export async function copyInParts(
  client: S3Client,
  request: CopyRequest,
): Promise<{ versionId: string }> {
  const { target, source } = request;
  const [unfinished] = await listMultiparts(client, target.bucket, target.key);
  const upload = unfinished ?? (await begin(client, request));
  // Same key means same order and same upload, hence the same source; verification would find out
  // if it were not so.
  const there = unfinished ? await listParts(client, upload) : new Map<number, Part>();
  const parts = await inParallel(parallelParts, planParts(source.sizeBytes), async (part) => {
    return (
      finished(there.get(part.partNumber), part) ??
      (await copyPart(client, { request, upload, part }))
    );
  });
  return complete(client, { request, upload, parts });
}

/** S3 keeps a multipart upload's full-object checksum as a CRC only, not as SHA-256. */
async function begin(
  client: S3Client,
  { target, contentType, disposition, metadata, storageClass }: CopyRequest,
): Promise<MultipartRef> {
  const command = new CreateMultipartUploadCommand({
    Bucket: target.bucket,
    Key: target.key,
    ContentType: contentType,
    ContentDisposition: disposition,
    Metadata: { ...metadata },
    StorageClass: storageClass as StorageClass,
    ChecksumAlgorithm: 'CRC64NVME',
    ChecksumType: 'FULL_OBJECT',
  });
  const { UploadId, $metadata } = await client.send(command);
  const upload = { ...target, uploadId: requiredId(UploadId, 'UploadId') };
  if (($metadata.attempts ?? 1) > 1) await abortOthers(client, upload);
  return upload;
}

/**
 * When the answer to CreateMultipartUpload is lost, the SDK creates a second upload. The first one
 * would stay unfinished.
 */
async function abortOthers(
  client: S3Client,
  { bucket, key, uploadId }: MultipartRef,
): Promise<void> {
  const unfinished = await listMultiparts(client, bucket, key);
  for (const other of unfinished.filter((upload) => upload.uploadId !== uploadId))
    await abortMultipart(client, other);
}

const finished = (there: Part | undefined, planned: PlannedPart): CompletedPart | undefined =>
  there?.Size === planned.lastByte - planned.firstByte + 1 ? completed(planned, there) : undefined;

const completed = (
  { partNumber }: PlannedPart,
  { ETag, ChecksumCRC64NVME }: Omit<CompletedPart, 'PartNumber'>,
): CompletedPart => ({
  PartNumber: partNumber,
  ETag,
  ChecksumCRC64NVME,
});

type PartCopy = { request: CopyRequest; upload: MultipartRef; part: PlannedPart };

async function copyPart(
  client: S3Client,
  { request: { source }, upload, part }: PartCopy,
): Promise<CompletedPart> {
  const command = new UploadPartCopyCommand({
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumber: part.partNumber,
    CopySource: copySource(source),
    CopySourceIfMatch: source.etag,
    CopySourceRange: rangeText(part.firstByte, part.lastByte),
  });
  const { CopyPartResult = {} } = await client.send(command);
  return completed(part, CopyPartResult);
}

type Completion = { request: CopyRequest; upload: MultipartRef; parts: CompletedPart[] };

async function complete(
  client: S3Client,
  { request, upload, parts }: Completion,
): Promise<{ versionId: string }> {
  const command = new CompleteMultipartUploadCommand({
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    IfNoneMatch: '*',
    MultipartUpload: { Parts: parts },
    ChecksumType: 'FULL_OBJECT',
    MpuObjectSize: request.source.sizeBytes,
  });
  try {
    const { VersionId } = await client.send(command);
    return { versionId: VersionId ?? unversioned };
  } catch (error) {
    // These parts will not be completed. Parts that are not aborted cost storage until a lifecycle
    // rule removes them.
    if (isPreconditionFailed(error)) await abortMultipart(client, upload);
    throw error;
  }
}
