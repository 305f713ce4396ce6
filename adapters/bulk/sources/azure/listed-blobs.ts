import { TransientFault } from '../../../../core/errors.ts';
import { elementsOf, readXmlAttributes, textOf, type Xml } from '../../../aws/xml.ts';
import { dateOf, type ListedObject, type ObjectPage } from '../object-storage/object-pages.ts';

const archived = {
  code: 'Archived',
  message: 'The blob is in the archive tier. Rehydrate it, then resume.',
} as const;

/**
 * A page of List Blobs, and the mark of the next one. Throws `TransientFault` for another answer of
 * 200, such as a proxy's page: as a list it would be empty.
 */
export const blobsIn = (text: string, host: string): ObjectPage<ListedObject> => {
  const xml = readXmlAttributes(text);
  if (!Object.hasOwn(xml, 'EnumerationResults')) throw noList(host);
  const next = textOf(xml, 'NextMarker');
  const blobs = elementsOf(xml, 'Blob').filter((blob) => !isFolder(blob));
  return {
    items: blobs.map((blob) => blobOf(host, blob)),
    ...(next !== undefined && { next }),
  };
};

const noList = (host: string): TransientFault =>
  new TransientFault(`${host} answered with no list of blobs. Try again later.`);

const isFolder = (blob: Xml): boolean => textOf(blob, 'ResourceType') === 'directory';

const blobOf = (host: string, blob: Xml): ListedObject => {
  const [name, size] = [nameOf(blob), textOf(blob, 'Content-Length')];
  // Passed over, the blob would be missing from a complete batch.
  if (name === undefined || size === undefined || !/^\d{1,15}$/.test(size)) throw noList(host);
  const [etag, modifiedAt] = [textOf(blob, 'Etag'), dateOf(textOf(blob, 'Last-Modified'))];
  const contentType = textOf(blob, 'Content-Type');
  return {
    name,
    sizeBytes: Number(size),
    ...(etag !== undefined && { etag: quoted(etag) }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(contentType !== undefined && { contentType }),
    ...(textOf(blob, 'AccessTier') === 'Archive' && { problem: archived }),
  };
};

/** `<Name Encoded="true">a%01b</Name>`: XML cannot write some characters. */
const nameOf = (blob: Xml): string | undefined => {
  const plain = textOf(blob, 'Name');
  if (plain !== undefined) return plain;
  const [name] = elementsOf(blob, 'Name');
  const text = name && textOf(name, '#text');
  return name && textOf(name, '@_Encoded') === 'true' ? decoded(text) : text;
};

const decoded = (text: string | undefined): string | undefined => {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`);
