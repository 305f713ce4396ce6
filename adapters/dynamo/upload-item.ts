import { isSession } from '../../core/sessions/model/session.ts';
import { holdPosition } from '../../core/uploads/model/legal-hold.ts';
import {
  awaitsSweeper,
  isKept,
  type Upload,
  uploadSchema,
} from '../../core/uploads/model/upload.ts';
import { expiryPosition, uploadPosition } from '../../core/uploads/model/upload-list.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { shardedKey, shardedKeys } from './sharded-keys.ts';
import { readStored, type StoredKind } from './stored-records.ts';

/** The record outlives its bytes, so that a late payment event can still name the missing file. */
const daysKeptAfterExpiry = 30;

/** An item of the uploads table. */
type UploadItem = Record<string, unknown>;

/** The item of an upload. Kept uploads have no `ttl`: nothing may take them away. */
export const toUploadItem = (upload: Upload): UploadItem => ({
  ...upload,
  ...indexKeys(upload),
  ...spread(upload),
  ...(!isKept(upload) && {
    ttl: epochSeconds(upload.expiresAt, daysKeptAfterExpiry),
  }),
});

/** The attributes that the indexes are built on. */
const indexKeys = (upload: Upload): UploadItem => ({
  position: uploadPosition(upload),
  categoryShard: shardedKey(upload.category, upload.uploadId),
  statusShard: shardedKey(upload.status, upload.uploadId),
  ...(upload.hold && {
    expiryShard: shardedKey('held', upload.uploadId),
    expiryPosition: holdPosition(upload),
  }),
  ...(awaitsSweeper(upload) && {
    expiryShard: shardedKey('open', upload.uploadId),
    expiryPosition: expiryPosition(upload),
  }),
});

/**
 * Owner and partner as the indexes spread them over several keys; `owner` and `partner` say them
 * whole. Other uploads, and those of version 0.1.0, have them whole in the indexes.
 */
const spread = (upload: Upload): UploadItem => {
  if (!isOneOfMany(upload)) return {};
  const { uploadId, ownerId, partnerId } = upload;
  return {
    owner: ownerId,
    ownerId: shardedKey(ownerId, uploadId),
    ...(partnerId !== undefined && {
      partner: partnerId,
      partnerId: shardedKey(partnerId, uploadId),
    }),
  };
};

/**
 * True for files of an older system: a migration registers them by the million under one owner and
 * one partner. An index's key takes 1,000 writes a second, and a hot key throttles the whole table.
 */
const isOneOfMany = ({ legacyPath, ownerId }: Upload): boolean =>
  legacyPath !== undefined && !isSession(ownerId);

/** How an upload is read from its item. */
export const storedUpload: StoredKind<Upload> = {
  kind: 'upload',
  idOf: ({ uploadId }) => uploadId,
  parse: (stored) => {
    const { owner, partner, ...item } = stored as UploadItem;
    return uploadSchema.parse({
      ...item,
      ...(owner !== undefined && { ownerId: owner }),
      ...(partner !== undefined && { partnerId: partner }),
    });
  },
};

/** The upload of an item. Throws `RecordUnreadable` for an item that fits no schema. */
export const toUpload = (stored: unknown): Upload => readStored(storedUpload, stored);

/** Every key that an owner's uploads have in their index. A session has no files of old systems. */
export const ownerKeys = (ownerId: string): string[] =>
  isSession(ownerId) ? [ownerId] : [ownerId, ...shardedKeys(ownerId)];

/** Every key that a partner's uploads have in their index. */
export const partnerKeys = (partnerId: string): string[] => [partnerId, ...shardedKeys(partnerId)];
