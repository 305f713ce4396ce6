import { userMetadata } from '../../../../core/bulk/model/metadata-headers.ts';
import { elementsOf, readWholeXml, textOf, type Xml } from '../../../aws/xml.ts';
import { escaped } from '../../../storage/s3-copy-source.ts';
import { MalformedResponse } from '../http/malformed-response.ts';
import type { S3Wire } from './s3-wire.ts';

/** Headers of an answer that say how an object is served. */
const kept = new Set([
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'cache-control',
  'expires',
  'x-amz-website-redirect-location',
]);

/** The properties of an object in the answer to a GET. */
export const propertiesIn = (headers: Readonly<Record<string, string>>): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || !(kept.has(name) || name.startsWith(userMetadata))) continue;
    const own = name === 'content-encoding' ? encodingOf(value) : value;
    if (own !== '') found[name] = own;
  }
  return found;
};

/** Some storage keeps `aws-chunked`, the framing of an upload, among the encodings of an object. */
const encodingOf = (value: string): string =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '')
    .join(',');

/**
 * An object's tags as a header. Reading them needs `s3:GetObjectTagging`; the answer to a GET tells
 * whether there are any.
 */
export const readTags = async (
  wire: Pick<S3Wire, 'ask'>,
  { key, versionId }: { key: string; versionId?: string },
): Promise<string> => {
  const query = { tagging: '', ...(versionId !== undefined && { versionId }) };
  const { body } = await wire.ask({ method: 'GET', key, query });
  const said = readWholeXml(body);
  // An object without its tags would pass for one that has none.
  if (Object.keys(said).length === 0) throw new MalformedResponse('The answer names no tags.');
  return elementsOf(said, 'Tag').map(tagText).join('&');
};

const tagText = (tag: Xml): string => {
  const [name, value] = [textOf(tag, 'Key'), textOf(tag, 'Value')];
  return name === undefined ? '' : `${escaped(name)}=${value === undefined ? '' : escaped(value)}`;
};
