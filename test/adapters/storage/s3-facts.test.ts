import { describe, expect, it } from '@jest/globals';
import { toFacts } from '../../../adapters/storage/s3-facts.ts';

const facts = (head: object) => toFacts({ $metadata: {}, ...head });

describe('what S3 says of an object', () => {
  it('names the headers that storage would serve', () => {
    const head = {
      ContentEncoding: 'gzip',
      CacheControl: 'no-store',
      ContentLanguage: 'de',
      ExpiresString: 'never',
    };
    const servedHeaders = {
      'Content-Encoding': 'gzip',
      'Cache-Control': 'no-store',
      'Content-Language': 'de',
      Expires: 'never',
    };
    expect(facts(head)).toMatchObject({ servedHeaders });
  });

  it('says nothing about how the bytes travelled', () => {
    expect(facts({ ContentEncoding: 'aws-chunked' })).not.toHaveProperty('servedHeaders');
    expect(facts({ ContentEncoding: 'aws-chunked,gzip' })).toMatchObject({
      servedHeaders: { 'Content-Encoding': 'gzip' },
    });
    expect(facts({})).not.toHaveProperty('servedHeaders');
  });
});
