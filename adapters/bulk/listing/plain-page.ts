import type { ListPage } from './list-pages.ts';

const [itemBegin, itemEnd] = ['<Contents>', '</Contents>'];

const characters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const entity = /&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi;

const decoded = (text: string): string =>
  text.includes('&')
    ? text.replace(entity, (whole, hex?: string, decimal?: string, name = '') => {
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return characters[name] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : whole);
      })
    : text;

/** The text of the first element of that name; `undefined` when there is none. */
const textOf = (xml: string, name: string): string | undefined => {
  const at = xml.indexOf(`<${name}>`);
  if (at < 0) return undefined;
  const begin = at + name.length + 2;
  return decoded(xml.slice(begin, xml.indexOf('<', begin)));
};

const itemOf = (xml: string): NonNullable<ListPage['Contents']>[number] => ({
  Key: textOf(xml, 'Key'),
  Size: Number(textOf(xml, 'Size')),
  ETag: textOf(xml, 'ETag'),
});

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

/** The page around its items. */
const pageOf = (xml: string): ListPage => {
  const truncated = textOf(xml, 'IsTruncated');
  return {
    ...(truncated !== undefined && { IsTruncated: truncated === 'true' }),
    KeyCount: numberOf(textOf(xml, 'KeyCount')),
    Name: textOf(xml, 'Name'),
    EncodingType: textOf(xml, 'EncodingType'),
    NextContinuationToken: textOf(xml, 'NextContinuationToken'),
  };
};

/**
 * Reads an answer to ListObjectsV2: keys, sizes and ETags. A search for the few elements of this
 * one answer costs a tenth of a tree of it (decision 0043). An answer that is written in another
 * way (comments, CDATA, prefixes, a cut) is no list: a part of it must not pass for the whole.
 */
export const readListPage = (body: string): ListPage => {
  const items: NonNullable<ListPage['Contents']> = [];
  const first = body.indexOf(itemBegin);
  let rest = first < 0 ? body.length : first;
  for (let at = first; at >= 0; at = body.indexOf(itemBegin, rest)) {
    const end = body.indexOf(itemEnd, at);
    if (end < 0) return {};
    items.push(itemOf(body.slice(at + itemBegin.length, end)));
    rest = end + itemEnd.length;
  }
  const around = first < 0 ? body : body.slice(0, first) + body.slice(rest);
  if (body.includes('<!') || /[<:]Contents/.test(around)) return {};
  return { ...pageOf(around), ...(first >= 0 && { Contents: items }) };
};
