import { awaitsSweeper, type Upload, type UploadStatus } from './upload.ts';

/**
 * Which uploads are wanted; every field narrows. Times are ISO 8601 in UTC: `from` is the first
 * moment, `to` the first no longer wanted.
 */
export type UploadQuery = {
  ownerId?: string | undefined;
  partnerId?: string | undefined;
  category?: string | undefined;
  status?: UploadStatus | undefined;
  from?: string | undefined;
  to?: string | undefined;
  expiringBefore?: string | undefined;
  /** The path an older system knows the file by. */
  legacyPath?: string | undefined;
};

/** Where an upload stands among those of its time; no two share a position. */
export const uploadPosition = ({
  createdAt,
  uploadId,
}: Pick<Upload, 'createdAt' | 'uploadId'>): string => `${createdAt}#${uploadId}`;

/** The same among those that expire; a removal that was begun is due from its beginning. */
export const expiryPosition = ({
  expiresAt,
  removal,
  uploadId,
}: Pick<Upload, 'expiresAt' | 'removal' | 'uploadId'>): string =>
  `${removal?.at ?? expiresAt}#${uploadId}`;

/** True for the one list that is not newest first: a query for expiring uploads alone. */
export const isExpiryList = ({
  ownerId,
  partnerId,
  category,
  status,
  expiringBefore,
  legacyPath,
}: UploadQuery): boolean =>
  expiringBefore !== undefined &&
  [ownerId, partnerId, category, status, legacyPath].every((field) => field === undefined);

/** Where an upload stands in the list that answers this query. */
export const positionIn = (query: UploadQuery, upload: Upload): string =>
  isExpiryList(query) ? expiryPosition(upload) : uploadPosition(upload);

/** True for an upload the query asks for. */
export const isWanted = (
  upload: Upload,
  { from, to, expiringBefore, ...same }: UploadQuery,
): boolean =>
  Object.entries(same).every(
    ([field, value]) => value === undefined || upload[field as keyof typeof same] === value,
  ) &&
  (from === undefined || upload.createdAt >= from) &&
  (to === undefined || upload.createdAt < to) &&
  (expiringBefore === undefined || (awaitsSweeper(upload) && upload.expiresAt < expiringBefore));
