import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import type { ObjectsSubject } from './describe-objects.ts';

type Storage = { s3: S3Client; uploadsBucket: string; filesBucket: string };

/** The S3 adapter over a real server; `multipartCopyBytes` 1 makes every copy one in parts. */
export const s3ObjectsSubject = (
  { s3, uploadsBucket, filesBucket }: Storage,
  multipartCopyBytes: number,
): ObjectsSubject => ({
  objects: new S3Objects(s3, { multipartCopyBytes }),
  source: uploadsBucket,
  target: filesBucket,
  put: async (bucket, key, body, { contentType, metadata }) => {
    const command = {
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
      Metadata: metadata,
    };
    await s3.send(new PutObjectCommand({ ...command, ChecksumAlgorithm: 'SHA256' }));
  },
  leaveMultipart: async (bucket, key) =>
    void (await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }))),
  dispositionOf: async (bucket, key) =>
    (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentDisposition,
  hide: async (bucket, key) =>
    void (await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))),
  countMarkers: async (bucket, key) => {
    const { DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
    );
    return DeleteMarkers.filter((marker) => marker.Key === key).length;
  },
  countMultiparts: async (bucket, key) => {
    const { Uploads = [] } = await s3.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }),
    );
    return Uploads.filter((upload) => upload.Key === key).length;
  },
});
