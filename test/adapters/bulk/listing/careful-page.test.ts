import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCarefully } from '../../../../adapters/bulk/listing/careful-page.ts';
import { readPlainPage } from '../../../../adapters/bulk/listing/plain-page.ts';

/** As S3 writes it. */
const page =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>' +
  '<Prefix>p/</Prefix><NextContinuationToken>t</NextContinuationToken><KeyCount>2</KeyCount>' +
  '<MaxKeys>2</MaxKeys><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>' +
  '<Contents><Key>p/a</Key><LastModified>2030-01-01T00:00:00.000Z</LastModified>' +
  '<ETag>&quot;abc&quot;</ETag><Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>' +
  '<Contents><Key>p/b</Key><LastModified>2030-01-01T00:00:00.000Z</LastModified>' +
  '<ETag>&quot;def-2&quot;</ETag><Size>0</Size><StorageClass>STANDARD</StorageClass></Contents>' +
  '</ListBucketResult>';

const content = {
  Name: 'b',
  KeyCount: 2,
  EncodingType: 'url',
  IsTruncated: true,
  NextContinuationToken: 't',
  Contents: [
    { Key: 'p/a', Size: 12, ETag: '"abc"' },
    { Key: 'p/b', Size: 0, ETag: '"def-2"' },
  ],
};

const read = (text: string) => readPlainPage(text) ?? readCarefully(text);

/** What DisplayName may say. */
const hostile = '&lt;/Owner&gt;&lt;Key&gt;x&lt;/Key&gt;&lt;Size&gt;1&lt;/Size&gt;';

const owner = (name: string): string =>
  `<Owner><ID>1</ID><DisplayName>${name}</DisplayName></Owner></Contents>`;

describe('a page of a listing', () => {
  it.each([
    ['S3', page],
    ['MinIO and versitygw (quotes in numbers)', page.replaceAll('&quot;', '&#34;')],
    ['Google (one quote, no line break)', page.replace(/"(http.*?)"/, "'$1'").replace('\n', '')],
    ['Ceph (quotes as they are, an owner)', page.replaceAll('&quot;', '"')],
    ['Riak CS (no declaration)', page.replace(/^.*\n/, '')],
    ['one with an owner of any name', page.replaceAll('</Contents>', owner(hostile))],
    ['one that indents', page.replaceAll(/></g, '>\n  <')],
    ['one that ends lines as Windows does', page.replaceAll(/></g, '>\r\n<')],
    ['one that sorts its elements', page.replace(/(<IsTr.*d>)(<Contents>.*<\/Contents>)/, '$2$1')],
    ['one that adds attributes', page.replaceAll('<Key>', '<Key xml:space="preserve">')],
    ['one that adds comments', page.replaceAll('<Key>', '<!-- <Key>x</Key> --><Key>')],
    ['one that writes CDATA', page.replaceAll(/<Key>(.*?)</g, '<Key><![CDATA[$1]]><')],
    ['one that writes capitals', page.replace('true', ' True ')],
    ['one that says what it is', page.replace('<Name>', '<?page 1?><Name>')],
    ['one that begins with a byte order mark', `\ufeff${page}`],
    ['one that ends with a line break', `${page}\r\n`],
    ['one that gives nothing twice', page.replaceAll('<Prefix>p/</Prefix>', '<Prefix/>')],
  ])('of %s says the same', (_, text) => {
    expect(read(text)).toEqual(content);
  });

  it('has no ETag where there is none', () => {
    const text = page.replaceAll(/<ETag>.*?<\/ETag>/g, '');
    expect(read(text).Contents).toEqual([
      { Key: 'p/a', Size: 12 },
      { Key: 'p/b', Size: 0 },
    ]);
  });

  it.each([
    ['an empty key', page.replace('p/a', ''), { Size: 12, ETag: '"abc"' }],
    ['no key', page.replace('<Key>p/a</Key>', '<Key/>'), { Size: 12, ETag: '"abc"' }],
    ['nothing', page.replace(/<Contents>.*?<\/Contents>/, '<Contents/>'), {}],
    ['no size', page.replace('<Size>12</Size>', ''), { Key: 'p/a', ETag: '"abc"' }],
    ['a part of a byte', page.replace('>12<', '>12.5<'), { ...content.Contents[0], Size: NaN }],
    ['bytes in hex', page.replace('>12<', '>0x12<'), { ...content.Contents[0], Size: NaN }],
  ])('says so of an object with %s', (_, text, object) => {
    expect(readCarefully(text).Contents?.[0]).toEqual(object);
  });

  it.each([
    ['of which the end is cut off', page.slice(0, -3)],
    ['that was cut between two items', page.slice(0, page.lastIndexOf('<Contents>'))],
    ['that was cut in an item', page.slice(0, page.lastIndexOf('<Size>'))],
    ['that was cut in a comment', page.replaceAll('<Contents>', '<!--').slice(0, -30)],
    ['that is an error', '<Error><Code>InternalError</Code><Name>b</Name></Error>'],
    ['that is a list of buckets', page.replaceAll('ListBucketResult', 'ListAllMyBucketsResult')],
    ['that is a list of versions', page.replaceAll('ListBucketResult', 'ListVersionsResult')],
    ['that has another vocabulary', page.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1s3:')],
    ['that does not say whether it goes on', page.replace(/<IsTruncated>.*?d>/, '')],
    ['that goes on perhaps', page.replace('true', 'perhaps')],
    ['with a character that XML has not', page.replace('p/a', '<![CDATA[p]]>/&#x0;a')],
    ['of two bytes a character', page.split('').join('\0')],
    ['that is HTML', '<html><body>Sign in<br></body></html>'],
    ['that is empty', ''],
  ])('is no list %s', (_, text) => {
    expect(read(text)).toEqual({});
  });

  it('is read in the same way by both readers, whatever the keys and ETags are', () => {
    const xml = (text: string): string =>
      text.replaceAll(/[&<>"'\r]/g, (char) => `&#${char.charCodeAt(0)};`);
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const item = fc.record({ Key: text, Size: fc.nat(), ETag: text });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), text, (items, token) => {
        const contents = items.map(
          ({ Key, Size, ETag }) =>
            `<Contents><Key>${xml(Key)}</Key><ETag>${xml(ETag)}</ETag><Size>${Size}</Size></Contents>`,
        );
        const body = page
          .replace(/<Contents>.*<\/Contents>/, () => contents.join(''))
          .replace('>t<', () => `>${xml(token)}<`);
        const expected = { ...content, NextContinuationToken: token, Contents: items };
        expect(readPlainPage(body)).toEqual(expected);
        expect(readCarefully(body)).toEqual(expected);
      }),
    );
  });

  it('is no list wherever it is cut', () => {
    for (let end = 0; end < page.length; end += 1) expect(read(page.slice(0, end))).toEqual({});
  });
});
