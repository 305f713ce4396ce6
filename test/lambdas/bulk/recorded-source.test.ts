import { S3Client } from '@aws-sdk/client-s3';
import { expect, it } from '@jest/globals';
import { recordedSource } from '../../../lambdas/bulk/recorded-source.ts';
import { StubHandler } from '../../adapters/aws/stub-handler.ts';
import { inStage } from '../../core/builders/stage-plan.ts';

const network = new StubHandler(() => ({ headers: { etag: '"e"' } }));
const client = new S3Client({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  requestHandler: network as never,
});

it('finds a file again that --names encode took: a rollback must not say that its source is gone', async () => {
  const source = recordedSource(client, inStage({ names: 'encode' }));
  expect(await source.stat('a\\u{7}b.jpg')).toMatchObject({
    location: { kind: 's3', bucket: 'old', key: 'media/a\u0007b.jpg' },
  });
});

it('has no file of such a name for a batch that refused it', async () => {
  expect(await recordedSource(client, inStage()).stat('a\\u{7}b.jpg')).toBeUndefined();
});
