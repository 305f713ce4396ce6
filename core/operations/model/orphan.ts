import type { BatchRecord } from '../../bulk/model/batch.ts';
import type { OrderWithFiles } from '../../orders/model/order.ts';
import { isSweeping } from '../../orders/model/order-sweep.ts';
import type { Upload } from '../../uploads/model/upload.ts';

/**
 * The maker that an object's mark names: its order, the promoted upload, its batch's record, or a
 * batch that is not on record here.
 */
export type Maker =
  | { kind: 'order'; orderId: string; found: OrderWithFiles | undefined }
  | { kind: 'batch'; batchId: string; isKnown: boolean; record: BatchRecord | undefined }
  | { kind: 'promotion'; uploadId: string; found: Upload | undefined }
  | { kind: 'unknown' };

/**
 * `referenced`: a record refers to the version. `remove`: no record does. `keep`: no record does,
 * but the version may not be ours. `unreadable`: a record that may refer to it cannot be read.
 */
export type OrphanVerdict =
  | { verdict: 'referenced' }
  | { verdict: 'remove' | 'keep' | 'unreadable'; why: string };

type Version = { key: string; versionId: string };

const referenced: OrphanVerdict = { verdict: 'referenced' };

/** A younger version may still get its reference: an execution may take half a day. */
const youngestHours = 24;

export const isYoung = (at: Date, now: Date): boolean =>
  now.getTime() - at.getTime() < youngestHours * 3_600_000;

/** True when the upload's record says that its bytes are here. */
export const isRegistered = (
  version: Version,
  bucket: string,
  upload: Upload | undefined,
): boolean => upload !== undefined && upload.bucket === bucket && isAt(version, upload);

const isAt = (
  { key, versionId }: Version,
  place: { key?: string | undefined; versionId?: string | undefined },
): boolean => place.key === key && (place.versionId === undefined || place.versionId === versionId);

/**
 * Ids of the uploads a key may belong to: orders end their keys with one, registered batches with
 * what it is made from.
 */
export const uploadIdsIn = (key: string): string[] => {
  const name = key.slice(key.lastIndexOf('/') + 1);
  if (name === '') return [];
  return [name.startsWith('upl_') ? name : `upl_${name}`];
};

/** Judges a version without an upload by the record of its maker. */
export const judgeOrphan = (version: Version, maker: Maker, now: Date): OrphanVerdict => {
  if (maker.kind === 'order') return ofOrder(version, maker.orderId, maker.found, now);
  if (maker.kind === 'promotion') return ofPromotion(version, maker.uploadId, maker.found);
  if (maker.kind === 'batch') return ofBatch(version.key, maker);
  return { verdict: 'keep', why: 'it does not say who made it' };
};

const ofOrder = (
  version: Version,
  orderId: string,
  found: OrderWithFiles | undefined,
  now: Date,
): OrphanVerdict => {
  if (!found) return { verdict: 'remove', why: `order ${orderId} is not on record` };
  const { order, files } = found;
  const isSettled = order.status === 'completed' || order.migration.status === 'failed';
  if (!isSettled || isSweeping(order, now)) return referenced;
  if (files.some(({ permanentKey: key, versionId }) => isAt(version, { key, versionId })))
    return referenced;
  return { verdict: 'remove', why: `order ${orderId} does not refer to it` };
};

/**
 * The registry keeps a promoted copy's key also after an order pointed the record at another;
 * before the end a promotion may be repeated.
 */
const ofPromotion = (
  { key }: Version,
  uploadId: string,
  found: Upload | undefined,
): OrphanVerdict => {
  const isOver = found === undefined || found.status === 'permanent' || found.status === 'expired';
  if (!isOver || found?.promotedKey === key) return referenced;
  return {
    verdict: 'remove',
    why: `upload ${uploadId} ${found ? 'does not refer to it' : 'is not on record'}`,
  };
};

const ofBatch = (
  key: string,
  { batchId, isKnown, record }: Extract<Maker, { kind: 'batch' }>,
): OrphanVerdict => {
  if (!isKnown)
    return {
      verdict: 'keep',
      why: `batch ${batchId} is not on record here; it may be in a journal`,
    };
  if (record?.key === key && record.status !== 'rolled_back') return referenced;
  return { verdict: 'remove', why: `batch ${batchId} does not refer to it` };
};
