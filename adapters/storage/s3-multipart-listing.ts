import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type Part,
  paginateListParts,
  type S3Client,
} from '@aws-sdk/client-s3';
import { awsError } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';

/** An unfinished multipart upload. */
export type MultipartRef = { bucket: string; key: string; uploadId: string };

/** Unfinished multipart uploads of exactly this key. S3 lists by prefix, this key first. */
export async function listMultiparts(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<MultipartRef[]> {
  const found: MultipartRef[] = [];
  let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  do {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key, ...marker }),
    );
    const uploads = page.Uploads ?? [];
    found.push(
      ...uploads
        .filter((upload) => upload.Key === key)
        .map(({ UploadId }) => ({ bucket, key, uploadId: requiredId(UploadId, 'UploadId') })),
    );
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      : {};
  } while (marker.KeyMarker === key);
  return found;
}

/** The parts that arrived, by number. */
export async function listParts(
  client: S3Client,
  { bucket, key, uploadId }: MultipartRef,
): Promise<Map<number, Part>> {
  const found = new Map<number, Part>();
  for await (const { Parts = [] } of paginateListParts(
    { client },
    { Bucket: bucket, Key: key, UploadId: uploadId },
  )) {
    for (const part of Parts) found.set(part.PartNumber ?? 0, part);
  }
  return found;
}

/** Aborts an upload and removes its parts. Idempotent. */
export async function abortMultipart(
  client: S3Client,
  { bucket, key, uploadId }: MultipartRef,
): Promise<void> {
  try {
    await client.send(
      new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }),
    );
  } catch (error) {
    if (awsError(error).name !== 'NoSuchUpload') throw error;
  }
}
