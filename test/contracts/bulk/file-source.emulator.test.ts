import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { S3Source } from '../../../adapters/bulk/sources/s3.ts';
import { local, s3 } from '../shared/emulator.ts';
import { describeFileSource } from './describe-file-source.ts';

const Bucket = local.uploadsBucket;
let prefix = '';
let made = 0;

describeFileSource('S3Source', {
  make: async (files) => {
    made += 1;
    prefix = `old-media-${process.pid}-${made}`;
    for (const [path, Body] of Object.entries(files))
      await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/${path}`, Body }));
    return new S3Source(s3, { bucket: Bucket, prefix });
  },
  read: async (location) => {
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket, Key: location.kind === 's3' ? location.key : '' }),
    );
    return (await Body?.transformToString()) ?? '';
  },
  remove: async (path) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: `${prefix}/${path}` }));
  },
});
