import { TransientFault } from '../../../../core/errors.ts';
import { elementsOf, readXml, textOf, type Xml } from '../../../aws/xml.ts';
import type { ObjectPage } from '../object-storage/object-pages.ts';

/** A blob as List Blobs names it. */
export type Blob = {
  name: string;
  sizeBytes: number;
  etag?: string;
  modifiedAt?: string;
  contentType?: string;
  isArchived: boolean;
};

const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`);

const dateOf = (text: string | undefined): string | undefined => {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const blobOf = (xml: Xml): Blob | undefined => {
  const name = textOf(xml, 'Name');
  if (name === undefined || textOf(xml, 'ResourceType') === 'directory') return undefined;
  const [etag, modifiedAt] = [textOf(xml, 'Etag'), dateOf(textOf(xml, 'Last-Modified'))];
  const contentType = textOf(xml, 'Content-Type');
  return {
    name,
    sizeBytes: Number(textOf(xml, 'Content-Length')),
    isArchived: textOf(xml, 'AccessTier') === 'Archive',
    ...(etag !== undefined && { etag: quoted(etag) }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(contentType !== undefined && { contentType }),
  };
};

/** Programs make empty blobs to show folders. */
const isFolderMark = ({ name, sizeBytes }: Blob): boolean => sizeBytes === 0 && name.endsWith('/');

/**
 * A page of List Blobs: its files, and the mark of the next page. Throws `TransientFault` for
 * another answer of 200, such as a proxy's page: as a list it would be empty.
 */
export const blobsIn = (text: string, host: string): ObjectPage<Blob> => {
  const xml = readXml(text);
  if (!Object.hasOwn(xml, 'EnumerationResults'))
    throw new TransientFault(`${host} answered with no list of blobs. Try again later.`);
  const next = textOf(xml, 'NextMarker');
  const items = elementsOf(xml, 'Blob')
    .map(blobOf)
    .filter((blob) => blob !== undefined)
    .filter((blob) => !isFolderMark(blob));
  return { items, ...(next !== undefined && { next }) };
};
