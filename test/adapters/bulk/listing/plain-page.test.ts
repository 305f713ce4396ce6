import { describe, expect, it } from '@jest/globals';
import { readListPage } from '../../../../adapters/bulk/listing/plain-page.ts';

const declared = '<?xml version="1.0" encoding="UTF-8"?>\n';

const answer = (inside: string): string =>
  `${declared}<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}` +
  '</ListBucketResult>';

const item = (key: string): string =>
  `<Contents><Key>${key}</Key><LastModified>2030-01-01T00:00:00.000Z</LastModified>` +
  '<ETag>&quot;abc&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>' +
  '<Size>12</Size><Owner><ID>o</ID></Owner><StorageClass>STANDARD</StorageClass></Contents>';

describe('a page of a listing', () => {
  it('has the keys, sizes and ETags as S3 writes them', () => {
    const page = readListPage(
      answer(
        '<Name>b</Name><Prefix>p/</Prefix><NextContinuationToken>a&amp;b</NextContinuationToken>' +
          `<KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><EncodingType>url</EncodingType>` +
          `<IsTruncated>true</IsTruncated>${item('p/a+b')}${item('p/%C3%BC')}`,
      ),
    );
    expect(page).toEqual({
      Name: 'b',
      KeyCount: 2,
      EncodingType: 'url',
      IsTruncated: true,
      NextContinuationToken: 'a&b',
      Contents: [
        { Key: 'p/a+b', Size: 12, ETag: '"abc"' },
        { Key: 'p/%C3%BC', Size: 12, ETag: '"abc"' },
      ],
    });
  });

  it('goes on after its keys, as some storage writes it', () => {
    const page = readListPage(answer(`${item('a')}<IsTruncated>false</IsTruncated><Name>b</Name>`));
    expect(page).toMatchObject({ IsTruncated: false, Name: 'b', Contents: [{ Key: 'a' }] });
  });

  it('may be empty', () => {
    const page = readListPage(answer('<Name>b</Name><IsTruncated>false</IsTruncated>'));
    expect(page).toEqual({ Name: 'b', IsTruncated: false });
  });

  it.each([
    ['&lt;&gt;&apos;&quot;', '<>\'"'],
    ['&#38;&#x26;', '&&'],
    ['&unknown; &#x110000;', '&unknown; &#x110000;'],
    ['&amp;lt;', '&lt;'],
  ])('has the characters that %s stands for', (text, key) => {
    expect(readListPage(answer(item(text))).Contents?.[0]?.Key).toBe(key);
  });

  it.each([
    ['a cut', answer(item('a')).slice(0, -40)],
    ['a comment', answer(`<!-- ${item('a')} -->`)],
    ['CDATA', answer(item('<![CDATA[a]]>'))],
    ['a prefix', answer(item('a')).replaceAll('Contents>', 's3:Contents>')],
    ['an attribute', answer(item('a')).replace('<Contents>', '<Contents a="b">')],
    ['HTML', '<html><body>Sign in</body></html>'],
    ['nothing', ''],
  ])('is no list with %s in it', (_, text) => {
    const { Name, IsTruncated, KeyCount, Contents } = readListPage(text);
    expect([Name, IsTruncated, KeyCount, Contents]).toEqual(Array(4).fill(undefined));
  });
});
