import { S3Client } from '@aws-sdk/client-s3';
import { onLocalEmu } from '../../../contracts/shared/local-emu.ts';
import { describeLiveStorage } from './describe-live-storage.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'testtest' };
const endpoint = process.env.KEEPSAKE_GATEWAY ?? '';

describeLiveStorage('versitygw', () => ({
  client: new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true }),
  endpoint,
  bucket: 'bucket',
  credentials,
  versioned: false,
  refusesCopies: true,
  copiesParts: true,
}));

onLocalEmu(({ s3: client, filesBucket: bucket, ...localEmu }) =>
  describeLiveStorage('LocalEmu', () => ({
    ...localEmu,
    client,
    bucket,
    versioned: true,
    refusesCopies: false,
    copiesParts: true,
  })),
);
