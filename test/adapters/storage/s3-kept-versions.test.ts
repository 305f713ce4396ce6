import type { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3KeptVersions } from '../../../adapters/storage/s3-kept-versions.ts';

const version = (Key: string) => ({ Key, VersionId: `${Key}-1`, Size: 5 });

/** A bucket of two pages; the first holds a delete marker only. */
const aBucket = () => {
  const inputs: Record<string, unknown>[] = [];
  const pages = [
    { IsTruncated: true, NextKeyMarker: 'b', NextVersionIdMarker: 'b-1' },
    { IsTruncated: false, Versions: [version('c')] },
  ];
  const send = async ({ input }: { input: Record<string, unknown> }) => {
    inputs.push(input);
    return pages[inputs.length - 1];
  };
  return { inputs, kept: new S3KeptVersions({ send } as unknown as S3Client, 'files') };
};

describe('the versions of a bucket', () => {
  it('are listed on from a version, page by page, also over pages without any', async () => {
    const { inputs, kept } = aBucket();
    const keys: string[][] = [];
    for await (const page of kept.pages('', { key: 'a', versionId: 'a-1' }))
      keys.push(page.map(({ key }) => key));
    expect(keys).toEqual([[], ['c']]);
    expect(inputs).toMatchObject([
      { KeyMarker: 'a', VersionIdMarker: 'a-1' },
      { KeyMarker: 'b', VersionIdMarker: 'b-1' },
    ]);
  });
});
