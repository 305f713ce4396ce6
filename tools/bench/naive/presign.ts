import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

/** Signs one upload with the S3 client and its presigner. */
export const handler = (): Promise<string> =>
  getSignedUrl(
    s3,
    new PutObjectCommand({
      Bucket: 'uploads',
      Key: 'temp/a/b',
      ContentType: 'image/jpeg',
      ContentLength: 3,
      IfNoneMatch: '*',
    }),
    {
      expiresIn: 900,
      signableHeaders: new Set(['content-type']),
    },
  );
