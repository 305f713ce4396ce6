import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { mapOutcome } from '../../../adapters/bulk/s3-map-results.ts';
import { StubHandler } from '../aws/stub-handler.ts';

const outcomeOf = (body: string, status = 200) =>
  mapOutcome(
    new S3Client({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      requestHandler: new StubHandler(() => ({ status, body })) as never,
    }),
    { Bucket: 'uploads', Key: 'bulk-results/bat_1/manifest.json' },
  );

const manifest = (files: object): string =>
  JSON.stringify({ DestinationBucket: 'uploads', MapRunArn: 'arn:…', ResultFiles: files });
const none = { SUCCEEDED: [], FAILED: [], PENDING: [] };
const file = { Key: 'bulk-results/bat_1/0.jsonl', Size: 5 };

describe('the outcome of a Map', () => {
  it.each([
    ['succeeded', { ...none, SUCCEEDED: [file] }],
    ['failed', { ...none, SUCCEEDED: [file], FAILED: [file] }],
    ['failed', { ...none, PENDING: [file] }],
    ['none', none],
    ['unreadable', {}],
    ['unreadable', { SUCCEEDED: [file], FAILED: [] }],
    ['unreadable', undefined],
  ])('is %s where the manifest says %j', async (expected, files) => {
    expect(await outcomeOf(manifest(files as object))).toBe(expected);
  });

  it.each([
    ['no manifest', '<Error><Code>NoSuchKey</Code></Error>', 404],
    ['an empty one', '', 200],
    ['one cut in half', '{"ResultFiles":', 200],
  ])('is unreadable where there is %s', async (_what, body, status) => {
    expect(await outcomeOf(body, status)).toBe('unreadable');
  });
});
