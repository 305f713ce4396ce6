import { describe, expect, it } from '@jest/globals';
import { readPlainPage } from '../../../../adapters/bulk/listing/plain-page.ts';

const declared = '<?xml version="1.0" encoding="UTF-8"?>\n';

const answer = (inside: string): string =>
  `${declared}<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
  `<IsTruncated>false</IsTruncated>${inside}</ListBucketResult>`;

const item = (key: string): string =>
  `<Contents><Key>${key}</Key><LastModified>2030-01-01T00:00:00.000Z</LastModified>` +
  '<ETag>&quot;abc&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>' +
  '<Size>12</Size><Owner><ID>o</ID></Owner><StorageClass>STANDARD</StorageClass></Contents>';

describe('a page of a listing', () => {
  it('has the keys, sizes and ETags as S3 writes them', () => {
    const page = readPlainPage(
      answer(
        '<Name>b</Name><Prefix>p/</Prefix><NextContinuationToken>a&amp;b</NextContinuationToken>' +
          `<KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><EncodingType>url</EncodingType>` +
          `${item('p/a+b')}${item('p/%C3%BC')}`,
      ).replace('false', 'true'),
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
    const page = readPlainPage(answer(`${item('a')}<Name>b</Name>`));
    expect(page).toMatchObject({ IsTruncated: false, Name: 'b', Contents: [{ Key: 'a' }] });
  });

  it('may be empty', () => {
    const page = readPlainPage(answer('<Name>b</Name>'));
    expect(page).toEqual({ Name: 'b', IsTruncated: false });
  });

  it.each([
    ['&lt;&gt;&apos;&quot;', '<>\'"'],
    ['&#38;&#x26;&#x26;&#34;', '&&&"'],
    ['&#xA;&#10;&#x0;', '\n\n\0'],
    ['&#xD83D;&#xDE00;&#x1F600;', '\u{1f600}\u{1f600}'],
    ['&amp;lt;&amp;amp;', '&lt;&amp;'],
    ['&lt;/Key&gt;&lt;Contents&gt;', '</Key><Contents>'],
  ])('has the characters that %s stands for', (text, key) => {
    expect(readPlainPage(answer(item(text)))?.Contents?.[0]?.Key).toBe(key);
  });

  it.each([
    ['a cut in an item', answer(item('a')).slice(0, -60)],
    ['a cut between items', answer(`${item('a')}${item('b')}`).split(item('b'))[0] ?? ''],
    ['a cut before its end', answer(item('a')).slice(0, -1)],
    ['something behind its end', `${answer(item('a'))}<a/>`],
    ['a comment', answer(`<!-- ${item('a')} -->`)],
    ['a comment in an item', answer(item('a').replace('<Size>', '<!-- <Size>1</Size> --><Size>'))],
    ['CDATA', answer(item('<![CDATA[a]]>'))],
    ['a prefix', answer(item('a')).replaceAll('Contents>', 's3:Contents>')],
    ['a prefix of one item', answer(item('a') + item('b').replaceAll('Contents>', 's:Contents>'))],
    ['an attribute', answer(item('a')).replace('<Contents>', '<Contents a="b">')],
    ['an attribute of a key', answer(item('a')).replace('<Key>', '<Key xml:space="preserve">')],
    ['another element between items', answer(`${item('a')}<Name>b</Name>${item('b')}`)],
    ['two keys in an item', answer(item('a</Key><Key>b'))],
    ['a key inside of another element', answer(item('a').replace('<ID>o</ID>', '<Key>b</Key>'))],
    ['an element in a key', answer(item('a<b/>'))],
    ['a key without its end', answer(item('a')).replace('</Key>', '')],
    ['an item without a key', answer(item('a').replace('<Key>a</Key>', '<Key/>'))],
    ['an item without a size', answer(item('a').replace('<Size>12</Size>', ''))],
    ['a size that is no number', answer(item('a')).replace('>12<', '>0x12<')],
    ['a size of too many digits', answer(item('a')).replace('>12<', '>9007199254740993<')],
    ['an entity of no name', answer(item('a&constructor;'))],
    ['a bare ampersand', answer(item('a&b'))],
    ['an entity of no character', answer(item('&#x110000;'))],
    ['truth in capitals', answer(item('a')).replace('false', 'False')],
    ['no word on whether it goes on', answer(item('a')).replace(/<IsTr.*ted>/, '')],
    [
      'another list in its place',
      '<ListAllMyBucketsResult><Name>b</Name></ListAllMyBucketsResult>',
    ],
    ['HTML', '<html><body>Sign in</body></html>'],
    ['nothing', ''],
  ])('is left to the careful reader with %s in it', (_, text) => {
    expect(readPlainPage(text)).toBeUndefined();
  });
});
