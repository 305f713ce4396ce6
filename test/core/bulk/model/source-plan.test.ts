import { describe, expect, it } from '@jest/globals';
import { bucketOf, sourcePlanSchema } from '../../../../core/bulk/model/source-plan.ts';

describe('a source as version 0.1.0 put it on record', () => {
  it('has lists instead of text with commas, and flags instead of words', () => {
    const options = {
      url: 'https://old.example.com/media/',
      manifest: '/files.csv',
      allowHosts: 'old.example.com,cdn.example.com',
      allowPrivate: 'true',
    };
    const { options: read } = sourcePlanSchema.parse({ kind: 'http', description: 'x', options });
    expect(read).toMatchObject({
      allowHosts: ['old.example.com', 'cdn.example.com'],
      allowPrivate: true,
    });
    expect(
      sourcePlanSchema.parse({
        kind: 's3',
        description: 'x',
        options: { bucket: 'old', prefix: '', manifestKey: 'a.csv', inventory: 'false' },
      }),
    ).toMatchObject({ options: { inventory: false } });
  });
});

describe('a source on record', () => {
  it('has what its kind needs', () => {
    const folder = { kind: 'directory', description: './photos', options: { bucket: 'photos' } };
    expect(() => sourcePlanSchema.parse(folder)).toThrow('root');
  });

  it('is a bucket, or is refused as one', () => {
    const options = { root: '/photos' };
    expect(() => bucketOf({ kind: 'directory', description: './photos', options })).toThrow(
      './photos is not a bucket',
    );
  });
});
