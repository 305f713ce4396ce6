import type { FileCategory } from '../contract.ts';
import type { Links } from '../delivery/ports.ts';
import { NotFound, UploadInUse } from '../errors.ts';
import type { OrderFile } from '../orders/model/order.ts';
import type { Orders } from '../orders/ports.ts';
import { promotedKey } from '../promotions/model/promotion-key.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { untilWritten } from '../shared/until-written.ts';
import type { ObjectAddress, ObjectStore } from '../storage/ports.ts';
import { holdEnd, isHeld } from '../uploads/model/legal-hold.ts';
import { isKept, permanentKey, temporaryKey, type Upload } from '../uploads/model/upload.ts';
import { isStillMarked, type MarkDeps, markForRemoval } from './mark-for-removal.ts';
import type { Erasures } from './ports.ts';

export type EraseDeps = MarkDeps & {
  erasures: Erasures;
  links: Pick<Links, 'ofOrder' | 'replace'>;
  objects: Pick<ObjectStore, 'versions' | 'removeAll'>;
  bucket: string;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

/**
 * Removes every stored version of an upload, its links and its record; the ledger keeps the
 * erasure. Idempotent, and a repeated call finishes an interrupted erasure. Throws `NotFound`, or
 * `UploadInUse` while an order being migrated or a running job needs the upload, or a legal hold
 * keeps it; then its mark stays, and the sweep carries the erasure out when the hold ends.
 */
export const eraseUpload = (deps: EraseDeps, uploadId: string, by: string): Promise<void> =>
  erase(deps, uploadId, { by, sparedBecause: () => undefined });

type Erasing = {
  by: string;
  /** Why an upload stays despite the request. Judged on the record that the mark replaces. */
  sparedBecause: (upload: Upload) => string | undefined;
};

const erase = async (
  deps: EraseDeps,
  uploadId: string,
  { by, sparedBecause }: Erasing,
): Promise<void> => {
  await untilWritten(`Upload ${uploadId}`, { uploadId }, async () => {
    const upload = await deps.uploads.find(uploadId);
    if (!upload && (await deps.erasures.find(uploadId))) return 'erased';
    if (!upload) throw new NotFound('upload', uploadId);
    const spared = sparedBecause(upload);
    if (spared !== undefined) throw inUse(uploadId, spared);
    const mark = await markForRemoval(deps, upload, { as: 'erased', by });
    if (mark === 'needed')
      throw inUse(
        uploadId,
        'is needed by an order being migrated or by a running job. Try again when that is over.',
      );
    if (mark === 'changed') return undefined;
    const held = await heldWith(deps, mark.marked);
    if (held)
      throw inUse(
        uploadId,
        `is held by law until ${holdEnd(held)}. It is not served any more; the request ` +
          'is on record and is carried out when the hold ends.',
      );
    return (await empty(deps, mark.marked, by)) ? 'erased' : undefined;
  });
};

const inUse = (uploadId: string, what: string): UploadInUse =>
  new UploadInUse(`Upload ${uploadId} ${what}`, { context: { uploadId } });

/** The upload that a hold keeps: the file itself, or the original of a smaller picture. */
const heldWith = async (
  { uploads, clock }: EraseDeps,
  upload: Upload,
): Promise<Upload | undefined> => {
  const { variantOf } = upload;
  const original = variantOf && (await uploads.find(variantOf.uploadId));
  return [upload, original].find((one) => one !== undefined && isHeld(one, clock.now()));
};

const empty = async (deps: EraseDeps, marked: Upload, by: string): Promise<boolean> => {
  const { uploadId, ownerId, category } = marked;
  await eraseVariants(deps, marked, by);
  const entries = await entriesOf(deps, marked);
  const gone = await removeFrom(deps, addressesOf(deps, marked, entries));
  await revokeLinks(deps, entries);
  const erasure = {
    uploadId,
    ownerId,
    category,
    ...gone,
    erasedAt: deps.clock.now().toISOString(),
    erasedBy: by,
  };
  // Another call may have replaced this mark with its own. Both calls do the same.
  const current = await deps.uploads.find(uploadId);
  if (!isStillMarked(current, marked)) return false;
  return (await unlessStale(deps.uploads.erase(current, erasure).then(() => true))) ?? false;
};

/** Smaller pictures go with their original, and before it: its record alone names them. */
const eraseVariants = async (
  deps: EraseDeps,
  { variants = {} }: Upload,
  by: string,
): Promise<void> => {
  for (const variant of Object.values(variants)) {
    try {
      await eraseUpload(deps, variant, by);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
  }
};

const entriesOf = async (
  { orders }: { orders: Pick<Orders, 'find'> },
  { uploadId, orderIds = [] }: Upload,
): Promise<OrderFile[]> => {
  const found = await Promise.all(orderIds.map((orderId) => orders.find(orderId)));
  return found.flatMap((one) => one?.files ?? []).filter((file) => file.uploadId === uploadId);
};

const removeFrom = async (
  { objects }: EraseDeps,
  addresses: readonly ObjectAddress[],
): Promise<{ versions: number; bytes: number }> => {
  const gone = { versions: 0, bytes: 0 };
  for (const { bucket, key } of addresses) {
    const { versions, bytes } = await objects.removeAll(bucket, key);
    gone.versions += versions;
    gone.bytes += bytes;
  }
  return gone;
};

/**
 * The upload's own address, its temporary one (the owner that sent it is part of that key), and
 * those of every copy that an order or a promotion ever planned.
 */
const addressesOf = (
  { bucket, filesBucket, categories }: EraseDeps,
  upload: Upload,
  entries: readonly OrderFile[],
): ObjectAddress[] => {
  const { ownerId, sessionId, reservedFor, formerOwnerIds = [] } = upload;
  const owners = [ownerId, sessionId, reservedFor, ...formerOwnerIds].filter(
    (owner) => owner !== undefined,
  );
  const prefix = categories[upload.category]?.prefix;
  const planned =
    prefix === undefined
      ? []
      : (upload.orderIds ?? []).map((orderId) => permanentKey(prefix, orderId, upload));
  const kept = [
    ...entries.flatMap(({ permanentKey: key }) => key ?? []),
    ...planned,
    ...(prefix === undefined ? [] : [promotedKey(prefix, upload)]),
  ];
  const addresses = [
    { bucket: upload.bucket, key: upload.key },
    ...(upload.promotedKey === undefined ? [] : [{ bucket: filesBucket, key: upload.promotedKey }]),
    ...owners.map((owner) => ({ bucket, key: temporaryKey(owner, upload.uploadId) })),
    ...kept.map((key) => ({ bucket: filesBucket, key })),
  ];
  return [
    ...new Map(addresses.map((address) => [`${address.bucket}/${address.key}`, address])).values(),
  ];
};

/** Links to a whole order stay, because they lead to its other files. */
const revokeLinks = async (
  { links, clock }: EraseDeps,
  entries: readonly OrderFile[],
): Promise<void> => {
  for (const { orderId, role } of entries)
    for (const link of await links.ofOrder(orderId))
      if (link.role === role && link.revokedAt === undefined)
        await unlessStale(links.replace({ ...link, revokedAt: clock.now().toISOString() }, link));
};

/**
 * Erases an upload unless it is kept for good, also if it became so a moment ago: then throws
 * `UploadInUse`. For removals that did not name this very file.
 */
export const eraseUnlessKept = (deps: EraseDeps, uploadId: string, by: string): Promise<void> =>
  erase(deps, uploadId, { by, sparedBecause: keptForGood });

/** A kept upload with a mark was erased by right: a commit removes every mark. */
const keptForGood = (upload: Upload): string | undefined =>
  isKept(upload) && upload.removal?.as !== 'erased'
    ? 'is kept for good. Only its owner or an operator may erase it: DELETE /uploads/{id}.'
    : undefined;

/** Erases this owner's upload. Throws like `eraseUpload`; `UploadInUse` once it changed owner. */
export const eraseWhileOwned = (
  deps: EraseDeps,
  { uploadId, ownerId }: Pick<Upload, 'uploadId' | 'ownerId'>,
  by: string,
): Promise<void> =>
  erase(deps, uploadId, {
    by,
    sparedBecause: (upload) =>
      upload.ownerId === ownerId ? undefined : 'has another owner by now.',
  });
