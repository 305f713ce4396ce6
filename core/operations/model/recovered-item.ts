import { linkIdOf } from '../../delivery/model/link.ts';
import type { StoredItem } from '../ports.ts';

/**
 * Ids under which the ledger has the erasure of a record: its own, that of a link, which is made of
 * the table's key, and that of the record a delivery is about.
 */
export const erasedIdsOf = (
  item: StoredItem,
  [idField = 'uploadId']: readonly string[],
): string[] => {
  const tokenHash = textIn(item, 'tokenHash');
  const link = tokenHash && linkIdOf({ tokenHash });
  return [textIn(item, idField), link, toldOf(item)].filter((id) => id !== undefined);
};

const textIn = (item: StoredItem, field: string): string | undefined => {
  const value = item[field];
  return typeof value === 'string' ? value : undefined;
};

/** The record a delivery is about. Acts of operators have a subject, too, and stay. */
const toldOf = (item: StoredItem): string | undefined =>
  textIn(item, 'deliveryId') && textIn(item, 'subject');

/** Id under which the ledger has a request to erase the record's owner. */
export const ownerRequestOf = (item: StoredItem): string | undefined => {
  const owner = ownerOf(item);
  return owner === undefined ? undefined : `owner#${owner}`;
};

/** Fields by which a record names its owner: uploads, orders, jobs, links; claimed sessions. */
const ownerOf = (item: StoredItem): string | undefined =>
  textIn(item, 'owner') ?? textIn(item, 'ownerId') ?? textIn(item, 'claimedBy');

/**
 * True if a request to erase an owner means the record: an owner may have come back. A record that
 * does not say when it began is meant.
 */
export const isMeantBy = (request: StoredItem, item: StoredItem): boolean => {
  const began = textIn(item, 'claimedAt') ?? textIn(item, 'createdAt');
  const requestedAt = textIn(request, 'requestedAt');
  return began === undefined || requestedAt === undefined || began <= requestedAt;
};

/** Fields of which every record has one, where another table has records of the same key. */
const marks: Readonly<Record<string, readonly string[]>> = {
  uploads: ['status'],
  erasures: ['erasedAt', 'requestedAt'],
  links: ['orderId'],
  sessions: ['sessionId', 'secretHash'],
};

/** True for a record of the table of that name; the key alone does not tell it. */
export const isOfTable = (name: string, item: StoredItem): boolean =>
  marks[name]?.some((field) => item[field] !== undefined) ?? true;
