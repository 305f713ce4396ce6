import type { Batches } from '../bulk/ports.ts';
import { RecordUnreadable } from '../errors.ts';
import type { Orders } from '../orders/ports.ts';
import { inGroups } from '../shared/in-groups.ts';
import { type UnreadableRecord, unreadableText } from '../shared/model/unreadable-record.ts';
import type { Clock } from '../shared/ports.ts';
import { withoutUnreadable } from '../shared/unreadable.ts';
import type { ObjectStore } from '../storage/ports.ts';
import type { Uploads } from '../uploads/ports.ts';
import {
  isRegistered,
  judgeOrphan,
  type Maker,
  type OrphanVerdict,
  uploadIdsIn,
} from './model/orphan.ts';
import type { KeptVersion } from './ports.ts';

/** Ports that find the record that a version belongs to. */
export type RecordDeps = {
  objects: Pick<ObjectStore, 'head'>;
  uploads: Pick<Uploads, 'findMany'>;
  orders: Pick<Orders, 'find'>;
  batches: Pick<Batches, 'find' | 'record'>;
  clock: Clock;
  filesBucket: string;
};

/** Looked at together: enough to be quick, few enough to hold. */
const groupSize = 25;

/** Handles the items, some of them at a time. */
export const forEachInGroups = async <Item>(
  items: readonly Item[],
  handle: (item: Item) => Promise<void>,
): Promise<void> => {
  for await (const group of inGroups(items, groupSize)) await Promise.all(group.map(handle));
};

/** A version that no record refers to, as far as records can be read. */
export type Unreferenced = KeptVersion & Exclude<OrphanVerdict, { verdict: 'referenced' }>;

/** Tells those of some versions, none of them young, that no record refers to. */
export const findUnreferenced = async (
  deps: RecordDeps,
  versions: readonly KeptVersion[],
  onFound: (found: Unreferenced) => unknown,
): Promise<void> =>
  forEachInGroups(await findUnregistered(deps, versions), async ({ lost, ...version }) => {
    const judged = await judge(deps, { ...version, lost });
    if (judged.verdict !== 'referenced') await onFound({ ...version, ...judged });
  });

/** A version that no upload points to. `lost`: an upload that may, and that cannot be read. */
type Unregistered = KeptVersion & { lost?: UnreadableRecord | undefined };

/** Only what no upload points to. The registry answers for nearly all, 100 at a time. */
const findUnregistered = async (
  { uploads, filesBucket }: RecordDeps,
  page: readonly KeptVersion[],
): Promise<Unregistered[]> => {
  const { answer, unreadable } = await withoutUnreadable(
    uploads.findMany(page.flatMap(({ key }) => uploadIdsIn(key))),
  );
  const byId = new Map(answer.map((upload) => [upload.uploadId, upload]));
  const isLost = (id: string) => unreadable.find((record) => record.id === id);
  return page.flatMap((version) => {
    const ids = uploadIdsIn(version.key);
    if (ids.some((id) => isRegistered(version, filesBucket, byId.get(id)))) return [];
    return [{ ...version, lost: ids.map(isLost).find((record) => record !== undefined) }];
  });
};

const judge = async (
  deps: RecordDeps,
  { key, versionId, lost }: Unregistered,
): Promise<OrphanVerdict> => {
  if (lost) return { verdict: 'unreadable', why: unreadableText([lost]) };
  const facts = await deps.objects.head({ bucket: deps.filesBucket, key, versionId });
  // Gone since it was listed.
  return facts ? judgeByMaker(deps, { key, versionId }, facts.metadata) : { verdict: 'referenced' };
};

/** A maker that cannot be read may refer to the version. */
const judgeByMaker = async (
  deps: RecordDeps,
  version: Pick<KeptVersion, 'key' | 'versionId'>,
  metadata: Readonly<Record<string, string>>,
): Promise<OrphanVerdict> => {
  try {
    return judgeOrphan(version, await makerOf(deps, metadata), deps.clock.now());
  } catch (error) {
    if (error instanceof RecordUnreadable) return { verdict: 'unreadable', why: error.message };
    throw error;
  }
};

const makerOf = async (
  { orders, uploads, batches }: RecordDeps,
  metadata: Readonly<Record<string, string>>,
): Promise<Maker> => {
  const {
    'keepsake-order': orderId,
    'keepsake-batch': batchId,
    'keepsake-record': recordId,
    'keepsake-promotion': uploadId,
  } = metadata;
  if (orderId) return { kind: 'order', orderId, found: await orders.find(orderId) };
  if (uploadId)
    return { kind: 'promotion', uploadId, found: (await uploads.findMany([uploadId])).at(0) };
  if (!batchId) return { kind: 'unknown' };
  const isKnown = (await batches.find(batchId)) !== undefined;
  return {
    kind: 'batch',
    batchId,
    isKnown,
    record: isKnown && recordId ? await batches.record(batchId, recordId) : undefined,
  };
};
