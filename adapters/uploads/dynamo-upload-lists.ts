import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import type { UnreadableRecord } from '../../core/shared/model/unreadable-record.ts';
import { complete, withoutUnreadable } from '../../core/shared/unreadable.ts';
import { uploadIndexes } from '../../core/table-indexes.ts';
import { type Upload, uploadStatuses } from '../../core/uploads/model/upload.ts';
import {
  isExpiryList,
  isWanted,
  positionIn,
  type UploadQuery,
} from '../../core/uploads/model/upload-list.ts';
import { requiredId } from '../aws/required-id.ts';
import { type PositionRange, readPositions } from '../dynamo/positions.ts';
import { shardedKeys } from '../dynamo/sharded-keys.ts';
import { ownerKeys, partnerKeys } from '../dynamo/upload-item.ts';

type Lists = { table: string; findMany: (uploadIds: readonly string[]) => Promise<Upload[]> };

/**
 * Records that one call reads at most, however few of them match. The call answers in time, and the
 * next call continues.
 */
const mostExamined = 1000;

/** A listed upload, or one that cannot be read and may be wanted. */
type Met = Upload | UnreadableRecord;

type Page = { uploads: Upload[]; next?: string };

/**
 * A stretch of the list. Each record is read consistently, because an index may be stale. Throws
 * `RecordUnreadable` with the stretch without the records that cannot be read.
 */
export async function listUploads(
  client: DynamoDBDocumentClient,
  { table, findMany }: Lists,
  { query, stretch }: { query: UploadQuery; stretch: Stretch },
): Promise<Page> {
  const found = new Map<string, Met>();
  const range = { table, ...rangeOf(query, stretch) };
  let examined = 0;
  for await (const entries of inChunks(readPositions(client, range), stretch.limit + 1)) {
    const uploadIds = entries.map(({ uploadId }) => requiredId(uploadId, 'uploadId'));
    const { answer, unreadable } = await withoutUnreadable(findMany(uploadIds));
    const uploads = new Map(answer.map((upload) => [upload.uploadId, upload]));
    const lost = new Map(unreadable.map((record) => [record.id, record]));
    for (const uploadId of uploadIds) {
      const met = uploads.get(uploadId) ?? lost.get(uploadId);
      if (met && (!isUpload(met) || isWanted(met, query))) found.set(uploadId, met);
    }
    const met = [...found.values()];
    if (met.filter(isUpload).length > stretch.limit) return cut(query, met, stretch.limit);
    examined += entries.length;
    // Behind the last entry, also if its record cannot be read or is gone.
    if (examined >= mostExamined) return pageOf(met, entries.at(-1)?.[range.index.sortKey]);
  }
  return pageOf([...found.values()]);
}

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

type Entry = Readonly<Record<string, string>>;

async function* inChunks(entries: AsyncIterable<Entry>, size: number): AsyncGenerator<Entry[]> {
  let chunk: Entry[] = [];
  for await (const entry of entries) {
    chunk.push(entry);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const isUpload = (met: Met): met is Upload => 'uploadId' in met;

/** What lies up to the upload that fills the page; the next page continues behind it. */
const cut = (query: UploadQuery, met: readonly Met[], limit: number): Page => {
  const last = met.filter(isUpload)[limit - 1];
  return last ? pageOf(met.slice(0, met.indexOf(last) + 1), positionIn(query, last)) : pageOf([]);
};

const pageOf = (met: readonly Met[], next?: string): Page =>
  complete(
    { uploads: met.filter(isUpload), ...(next !== undefined && { next }) },
    met.filter(isLost),
  );

const isLost = (met: Met): met is UnreadableRecord => !isUpload(met);
