import { createHash } from 'node:crypto';

const field = 'keepsake-owner';

/** Metadata of every permanent object: a digest of its owner at the time of the copy. */
export const ownerMark = (ownerId: string, key: string): Record<string, string> => ({
  [field]: digestOf(ownerId, key),
});

/**
 * 128 bits of a digest of owner and key. Downloads carry the metadata of their object, so the
 * metadata holds no id, and two objects of one owner have different digests.
 */
const digestOf = (ownerId: string, key: string): string =>
  createHash('sha256').update(`${ownerId} ${key}`).digest('base64url').slice(0, 22);

/**
 * True if the object under `key` is marked as one of the owners'; `undefined` without a mark.
 * Version 0.1.0 wrote the owner's id itself.
 */
export const isMarkedFor = (
  metadata: Readonly<Record<string, string>>,
  { key, owners }: { key: string; owners: readonly string[] },
): boolean | undefined => {
  const mark = metadata[field];
  if (mark === undefined) return undefined;
  return owners.some((ownerId) => mark === ownerId || mark === digestOf(ownerId, key));
};
