import type { Batches } from '../bulk/ports.ts';
import type { Orders } from '../orders/ports.ts';
import { RecordUnreadable } from '../errors.ts';
import { inGroups } from '../shared/in-groups.ts';
import { type UnreadableRecord, unreadableText } from '../shared/model/unreadable-record.ts';
import type { Clock } from '../shared/ports.ts';
import { withoutUnreadable } from '../shared/unreadable.ts';
import type { ObjectStore } from '../storage/ports.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { isStillOnRecord, type OnUnreadable } from './check-integrity.ts';
import {
  isRegistered,
  isYoung,
  judgeOrphan,
  type Maker,
  type OrphanVerdict,
  uploadIdsIn,
} from './model/orphan.ts';
import type { KeptVersion, KeptVersions, RegisteredFiles } from './ports.ts';

/** Ports that find the record that a version belongs to. */
export type RecordDeps = {
  objects: Pick<ObjectStore, 'head'>;
  uploads: Pick<Uploads, 'findMany'>;
  orders: Pick<Orders, 'find'>;
  batches: Pick<Batches, 'find' | 'record'>;
  clock: Clock;
  filesBucket: string;
};

/** Ports that see permanent storage and the records. */
export type OrphanDeps = RecordDeps & {
  kept: KeptVersions;
  registered: RegisteredFiles;
  objects: Pick<ObjectStore, 'head' | 'removeVersion'>;
};

export const orphanFates = ['removed', 'would be removed', 'kept'] as const;

/** A permanent version without a reference. */
export type OrphanVersion = KeptVersion & { why: string; fate: (typeof orphanFates)[number] };

/** A permanent upload whose bytes are not there. */
export type MissingFile = Pick<Upload, 'uploadId' | 'ownerId' | 'key' | 'versionId'>;

type Options = {
  /** Only keys that begin with it; all without. */
  prefix?: string | undefined;
  apply: boolean;
  onVersion: (orphan: OrphanVersion) => unknown;
  onMissing: (missing: MissingFile) => unknown;
  /** Told of an entry that cannot be read; its file may be outside of the prefix. */
  onUnreadable: OnUnreadable;
};

/**
 * Counts of checked versions and entries. `young` ones were not judged. `kept`: versions that may
 * not be ours, and those whose record cannot be read.
 */
export type OrphanReport = Record<
  'versions' | 'young' | 'removable' | 'removed' | 'kept' | 'entries' | 'missing',
  number
>;

/** Looked at together: enough to be quick, few enough to hold. */
const groupSize = 25;

const handleInGroups = async <Item>(
  items: readonly Item[],
  handle: (item: Item) => Promise<void>,
): Promise<void> => {
  for await (const group of inGroups(items, groupSize)) await Promise.all(group.map(handle));
};

/** A version that no upload points to. `lost`: an upload that may, and that cannot be read. */
type Unregistered = KeptVersion & { lost?: UnreadableRecord | undefined };

/**
 * Only what no upload points to; the registry answers for nearly everything, a hundred at a time.
 */
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

const makerOf = async (
  { orders, uploads, batches }: RecordDeps,
  metadata: Readonly<Record<string, string>>,
): Promise<Maker> => {
  const {
    'keepsake-order': orderId,
    'keepsake-batch': batchId,
    'keepsake-record': recordId = '',
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
    record: isKnown ? await batches.record(batchId, recordId) : undefined,
  };
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

const judge = async (
  deps: RecordDeps,
  { key, versionId, lost }: Unregistered,
): Promise<OrphanVerdict> => {
  if (lost) return { verdict: 'unreadable', why: unreadableText([lost]) };
  const facts = await deps.objects.head({ bucket: deps.filesBucket, key, versionId });
  // Gone since it was listed.
  return facts
    ? judgeByMaker(deps, { key, versionId }, facts.metadata)
    : { verdict: 'referenced' };
};

/** A version that no record refers to, as far as records can be read. */
export type Unreferenced = KeptVersion & Exclude<OrphanVerdict, { verdict: 'referenced' }>;

/** Tells those of some versions, none of them young, that no record refers to. */
export const findUnreferenced = async (
  deps: RecordDeps,
  versions: readonly KeptVersion[],
  onFound: (found: Unreferenced) => unknown,
): Promise<void> =>
  handleInGroups(await findUnregistered(deps, versions), async ({ lost, ...version }) => {
    const judged = await judge(deps, { ...version, lost });
    if (judged.verdict !== 'referenced') await onFound({ ...version, ...judged });
  });

const settle = async (
  deps: OrphanDeps,
  { verdict, ...version }: Unreferenced,
  { options, report }: Look,
): Promise<void> => {
  const isRemovable = verdict === 'remove';
  report[isRemovable ? 'removable' : 'kept']++;
  if (isRemovable && options.apply) {
    await deps.objects.removeVersion({
      bucket: deps.filesBucket,
      key: version.key,
      versionId: version.versionId,
    });
    report.removed++;
  }
  await options.onVersion({
    ...version,
    fate: !isRemovable ? 'kept' : options.apply ? 'removed' : 'would be removed',
  });
};

type Look = { options: Options; report: OrphanReport };

const lookAtVersions = async (
  deps: OrphanDeps,
  page: readonly KeptVersion[],
  look: Look,
): Promise<void> => {
  const old = page.filter(({ modifiedAt }) => !isYoung(modifiedAt, deps.clock.now()));
  look.report.versions += page.length;
  look.report.young += page.length - old.length;
  await findUnreferenced(deps, old, (found) => settle(deps, found, look));
};

const lookAtEntry = async (
  deps: OrphanDeps,
  upload: Upload,
  { options, report }: Look,
): Promise<void> => {
  const { uploadId, ownerId, key, versionId } = upload;
  if (await deps.objects.head({ bucket: deps.filesBucket, key, versionId })) return;
  if (!(await isStillOnRecord(deps, upload))) return;
  report.missing++;
  await options.onMissing({ uploadId, ownerId, key, versionId });
};

const lookAtEntries = async (
  deps: OrphanDeps,
  page: readonly Upload[],
  look: Look,
): Promise<void> => {
  const { prefix } = look.options;
  const here = page.filter(
    ({ bucket, key }) =>
      bucket === deps.filesBucket && (prefix === undefined || key.startsWith(prefix)),
  );
  const old = here.filter(({ updatedAt }) => !isYoung(new Date(updatedAt), deps.clock.now()));
  look.report.entries += here.length;
  look.report.young += here.length - old.length;
  await handleInGroups(old, (upload) => lookAtEntry(deps, upload, look));
};

/** Versions are looked at first, then entries. `after`: the end of the last page of that part. */
export type OrphanPlace = { part: 'versions' | 'entries'; after?: string | undefined };

/** Looks at one page after the other, and yields where to go on while there is more. */
async function* lookFrom(
  deps: OrphanDeps,
  look: Look,
  { part, after }: OrphanPlace,
): AsyncGenerator<OrphanPlace> {
  if (part === 'versions')
    for await (const { versions, next } of deps.kept.pages(look.options.prefix, after)) {
      await lookAtVersions(deps, versions, look);
      yield next === undefined ? { part: 'entries' } : { part, after: next };
    }
  const from = part === 'entries' ? after : undefined;
  for await (const { uploads, unreadable, next } of deps.registered.pages(from)) {
    for (const record of unreadable) await look.options.onUnreadable(record);
    await lookAtEntries(deps, uploads, look);
    if (next !== undefined) yield { part: 'entries', after: next };
  }
}

const wholeLook = { from: { part: 'versions' } as OrphanPlace, isEnough: () => false };

/**
 * Compares permanent storage with the records, in both directions. `apply` removes unreferenced
 * versions that Keepsake made more than a day ago. An entry whose bytes are missing is reported and
 * never changed, because a customer's file may be lost. What may belong to a record that cannot be
 * read is kept. `isEnough` is asked after each page, and
 * ends the look: `next` is where to go on then.
 */
export const findOrphans = async (
  deps: OrphanDeps,
  options: Options,
  { from, isEnough }: { from: OrphanPlace; isEnough: () => boolean } = wholeLook,
): Promise<OrphanReport & { next?: OrphanPlace }> => {
  const report: OrphanReport = {
    versions: 0,
    young: 0,
    removable: 0,
    removed: 0,
    kept: 0,
    entries: 0,
    missing: 0,
  };
  for await (const next of lookFrom(deps, { options, report }, from))
    if (isEnough()) return { ...report, next };
  return report;
};
