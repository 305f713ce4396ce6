import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { uploadIndexes } from '../../core/table-indexes.ts';
import { type Upload, uploadStatuses } from '../../core/uploads/model/upload.ts';
import {
  isExpiryList,
  isWanted,
  positionIn,
  type UploadQuery,
} from '../../core/uploads/model/upload-list.ts';
import { type PositionRange, readPositions } from '../dynamo/positions.ts';
import { shardedKeys } from '../dynamo/sharded-keys.ts';
import { ownerKeys, partnerKeys } from '../dynamo/upload-item.ts';

type Lists = { table: string; findMany: (uploadIds: readonly string[]) => Promise<Upload[]> };

/**
 * Records that one call reads at most, however few of them match. The call answers in time, and the
 * next call continues.
 */
const mostExamined = 1000;

/**
 * The narrowest index for a query: a file's old path, then owner or partner, then rarer keys. The
 * index over all uploads is the last resort.
 */
const indexFor = ({
  ownerId,
  partnerId,
  category,
  status,
  legacyPath,
}: UploadQuery): Pick<PositionRange, 'index' | 'hashKeys'> => {
  if (legacyPath !== undefined) return { index: uploadIndexes.legacyPath, hashKeys: [legacyPath] };
  if (ownerId !== undefined) return { index: uploadIndexes.owner, hashKeys: ownerKeys(ownerId) };
  if (partnerId !== undefined)
    return { index: uploadIndexes.partner, hashKeys: partnerKeys(partnerId) };
  if (category !== undefined)
    return { index: uploadIndexes.category, hashKeys: shardedKeys(category) };
  return {
    index: uploadIndexes.status,
    hashKeys: (status ? [status] : uploadStatuses).flatMap(shardedKeys),
  };
};

const rangeOf = (query: UploadQuery, { after, limit }: Stretch): Omit<PositionRange, 'table'> => {
  const pageSize = limit + 1;
  if (isExpiryList(query))
    return {
      index: uploadIndexes.expiry,
      hashKeys: shardedKeys('open'),
      low: after,
      high: query.expiringBefore,
      backward: false,
      pageSize,
    };
  const high = [after, query.to].filter((end) => end !== undefined).sort()[0];
  return { ...indexFor(query), low: query.from, high, backward: true, pageSize };
};

async function* inChunks(
  entries: AsyncIterable<Readonly<Record<string, string>>>,
  size: number,
): AsyncGenerator<string[]> {
  let chunk: string[] = [];
  for await (const { uploadId = '' } of entries) {
    chunk.push(uploadId);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** A stretch of the list. Each record is read consistently, because an index may be stale. */
export async function listUploads(
  client: DynamoDBDocumentClient,
  { table, findMany }: Lists,
  { query, stretch }: { query: UploadQuery; stretch: Stretch },
): Promise<{ uploads: Upload[]; next?: string }> {
  const found = new Map<string, Upload>();
  let examined = 0;
  for await (const uploadIds of inChunks(
    readPositions(client, { table, ...rangeOf(query, stretch) }),
    stretch.limit + 1,
  )) {
    const uploads = new Map((await findMany(uploadIds)).map((upload) => [upload.uploadId, upload]));
    const inOrder = uploadIds.flatMap((uploadId) => uploads.get(uploadId) ?? []);
    for (const upload of inOrder) if (isWanted(upload, query)) found.set(upload.uploadId, upload);
    if (found.size > stretch.limit) return cut(query, [...found.values()].slice(0, stretch.limit));
    examined += uploadIds.length;
    const last = inOrder.at(-1);
    if (examined >= mostExamined && last)
      return { uploads: [...found.values()], next: positionIn(query, last) };
  }
  return { uploads: [...found.values()] };
}

const cut = (query: UploadQuery, uploads: Upload[]): { uploads: Upload[]; next?: string } => {
  const last = uploads.at(-1);
  return last ? { uploads, next: positionIn(query, last) } : { uploads };
};
