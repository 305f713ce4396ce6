import { readWholeXml, type Xml } from '../../aws/xml.ts';
import type { ListPage } from './list-pages.ts';

/**
 * Reads an answer to ListObjectsV2 of any spelling. A page without any part is not a list: another
 * document, or one that was cut.
 */
export const readCarefully = (body: string): ListPage => {
  const { ListBucketResult: page } = readWholeXml(body);
  if (typeof page !== 'object' || !('IsTruncated' in page) || hasOddCharacters(body)) return {};
  const truncated = textOf(page, 'IsTruncated')?.trim().toLowerCase();
  if (truncated !== 'true' && truncated !== 'false') return {};
  const { Contents: items } = page;
  return {
    IsTruncated: truncated === 'true',
    KeyCount: numberOf(textOf(page, 'KeyCount')),
    Name: textOf(page, 'Name'),
    EncodingType: textOf(page, 'EncodingType'),
    NextContinuationToken: textOf(page, 'NextContinuationToken'),
    ...(items !== undefined && { Contents: [items].flat().map(itemOf) }),
  };
};

const hasOddCharacters = (body: string): boolean =>
  [...body.matchAll(/&#(?:x([0-9a-f]+)|([0-9]+));/gi)].some(([, hex, decimal]) =>
    isOdd(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
  );

/** True for a character that no XML has: readers leave it out, which makes another key. */
const isOdd = (code: number): boolean =>
  (code < 0x20 && ![9, 10, 13].includes(code)) ||
  (code >= 0xd800 && code <= 0xdfff) ||
  code > 0x10ffff;

/** The text of a child; `undefined` when there is none, or an empty one. */
const textOf = (xml: Xml, name: string): string | undefined => {
  const { [name]: text } = xml;
  return typeof text === 'string' && text !== '' ? text : undefined;
};

/** `NaN` for what is not a whole number. */
const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;

const itemOf = (item: Xml | string): NonNullable<ListPage['Contents']>[number] =>
  typeof item === 'string'
    ? {}
    : {
        Key: textOf(item, 'Key'),
        Size: numberOf(textOf(item, 'Size')),
        ETag: textOf(item, 'ETag'),
      };
