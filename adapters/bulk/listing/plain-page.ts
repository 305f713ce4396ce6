import type { ListPage } from './list-pages.ts';

const [itemBegin, itemEnd] = ['<Contents>', '</Contents>'];
const rootEnd = '</ListBucketResult>';

/** What comes before the first element of a page. */
const opening = /^\s*(?:<\?xml[^<>]*\?>\s*)?<ListBucketResult(?:\s[^<>]*)?>/;

/** The answer is written in another way than storage usually writes it. */
class Unusual extends Error {}

const characters: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const entity = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([^;]*));?/gi;

/**
 * Reads an answer to ListObjectsV2: keys, sizes and ETags. A search for the few elements of this
 * one answer costs a tenth of a tree of it (decision 0043). `undefined` for an answer that is
 * written in another way (comments, CDATA, prefixes, attributes, a cut): a part of it must not
 * pass for the whole.
 */
export const readPlainPage = (body: string): ListPage | undefined => {
  try {
    return readInside(insideOf(body));
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
};

const readInside = (xml: string): ListPage => {
  const first = xml.indexOf(itemBegin);
  if (first < 0) return pageOf(withoutItems(xml));
  const items: NonNullable<ListPage['Contents']> = [];
  let rest = first;
  for (let at = first; at >= 0; at = xml.indexOf(itemBegin, rest)) {
    const end = xml.indexOf(itemEnd, at);
    if (end < 0 || xml.slice(rest, at).trim() !== '') throw new Unusual();
    items.push(itemOf(xml.slice(at + itemBegin.length, end)));
    rest = end + itemEnd.length;
  }
  return { ...pageOf(withoutItems(xml.slice(0, first) + xml.slice(rest))), Contents: items };
};

/** The page around its items. */
const pageOf = (xml: string): ListPage => {
  const truncated = textOf(xml, 'IsTruncated');
  if (truncated !== 'true' && truncated !== 'false') throw new Unusual();
  return {
    IsTruncated: truncated === 'true',
    KeyCount: numberOf(textOf(xml, 'KeyCount')),
    Name: textOf(xml, 'Name'),
    EncodingType: textOf(xml, 'EncodingType'),
    NextContinuationToken: textOf(xml, 'NextContinuationToken'),
  };
};

/** The text of the one element of that name; `undefined` when there is none. */
const textOf = (xml: string, name: string): string | undefined => {
  const at = xml.indexOf(`<${name}`);
  if (at < 0) return undefined;
  const begin = at + name.length + 2;
  const end = xml.indexOf('<', begin);
  const isPlain = xml[begin - 1] === '>' && end > 0 && xml.startsWith(`</${name}>`, end);
  if (!isPlain || xml.indexOf(`<${name}`, end) >= 0) throw new Unusual();
  return decoded(xml.slice(begin, end));
};

const decoded = (text: string): string =>
  text.includes('&') ? text.replace(entity, characterOf) : text;

const characterOf = (_text: string, hex?: string, decimal?: string, name = ''): string => {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const known = code <= 0x10ffff ? String.fromCodePoint(code) : characters.get(name);
  if (known === undefined) throw new Unusual();
  return known;
};

const numberOf = (text: string | undefined): number | undefined => {
  if (text !== undefined && !/^\d{1,15}$/.test(text)) throw new Unusual();
  return text === undefined ? undefined : Number(text);
};

/** Of items that are written in another way, none may be passed over. */
const withoutItems = (xml: string): string => {
  if (/<[^<>]*Contents/i.test(xml)) throw new Unusual();
  return xml;
};

const itemOf = (xml: string): NonNullable<ListPage['Contents']>[number] => {
  const [Key, Size] = [textOf(xml, 'Key'), numberOf(textOf(xml, 'Size'))];
  if (Key === undefined || Size === undefined) throw new Unusual();
  return { Key, Size, ETag: textOf(xml, 'ETag') };
};

/** What is inside of the root element. */
const insideOf = (body: string): string => {
  const [begin] = opening.exec(body) ?? [];
  const end = body.lastIndexOf(rootEnd);
  const isWhole = end >= 0 && body.slice(end + rootEnd.length).trim() === '';
  if (begin === undefined || !isWhole) throw new Unusual();
  const inside = body.slice(begin.length, end);
  if (inside.includes('<!') || inside.includes('<?')) throw new Unusual();
  return inside;
};
