import { describe, expect, it } from '@jest/globals';
import { objectFacts } from '../../../../adapters/bulk/sources/object-storage/object-facts.ts';

describe('what object storage says of an object beside its bytes', () => {
  const headers = { 'content-type': 'text/plain', 'cache-control': 'no-cache', server: 'x' };
  const properties = { 'content-type': 'text/plain', 'cache-control': 'no-cache' };

  it('at Azure: headers, metadata and the MD5 of the whole blob', () => {
    const found = { ...headers, 'x-ms-meta-author': 'Ada', 'content-md5': 'bWQ1' };
    expect(objectFacts('azure', found)).toEqual({
      properties: { ...properties, 'x-amz-meta-author': 'Ada' },
      checksums: { md5: 'bWQ1' },
      isDecoded: false,
    });
    const ofRange = objectFacts('azure', { ...found, 'content-range': 'bytes 5-9/10' });
    expect(ofRange.checksums).toEqual({});
  });

  it('at Google: both checksums, the generation, and rclone’s time as it writes it in S3', () => {
    const found = {
      ...headers,
      'x-goog-generation': '17',
      'x-goog-hash': 'crc32c=n03x6A==, md5=Ojk9c3dhfxgoKVVHYwFbHQ==',
      'x-goog-meta-mtime': '2019-01-01T00:00:00.5Z',
    };
    expect(objectFacts('google', found)).toEqual({
      etag: '"17"',
      properties: { ...properties, 'x-amz-meta-mtime': '1546300800.5' },
      checksums: { crc32c: 'n03x6A==', md5: 'Ojk9c3dhfxgoKVVHYwFbHQ==' },
      isDecoded: false,
    });
  });
});
