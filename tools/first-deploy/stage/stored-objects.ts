import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

type Version = { key: string; versionId: string };

/** Versions and delete markers below a prefix: one page, as this script makes no more. */
export const versionsBelow = async (
  s3: S3Client,
  bucket: string,
  prefix: string,
): Promise<Version[]> => {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix }),
  );
  return [...Versions, ...DeleteMarkers].map(({ Key: key = '', VersionId: versionId = '' }) => ({
    key,
    versionId,
  }));
};

/** Removes all below a prefix for good: versions, markers, unfinished multipart uploads. */
export const removeBelow = async (s3: S3Client, bucket: string, prefix: string): Promise<void> => {
  for (const { key, versionId } of await versionsBelow(s3, bucket, prefix))
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  const { Uploads = [] } = await s3.send(
    new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }),
  );
  for (const { Key, UploadId } of Uploads)
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
};
