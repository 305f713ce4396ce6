import type { ObjectStore } from '../storage/ports.ts';
import type { Upload } from '../uploads/model/upload.ts';
import { isKeptIn, isStillOnRecord, type OnUnreadable } from './check-integrity.ts';
import {
  findUnreferenced,
  forEachInGroups,
  type RecordDeps,
  type Unreferenced,
} from './find-unreferenced.ts';
import { isYoung } from './model/orphan.ts';
import type { KeptVersion, KeptVersions, RegisteredFiles } from './ports.ts';

/** Ports that see permanent storage and the records. */
export type OrphanDeps = RecordDeps & {
  kept: KeptVersions;
  registered: RegisteredFiles;
  objects: Pick<ObjectStore, 'head' | 'removeVersion'>;
};

/** What became of an unreferenced version. */
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

/** Versions are looked at first, then entries. `after`: the end of the last page of that part. */
export type OrphanPosition = { part: 'versions' | 'entries'; after?: string | undefined };

const wholeLook = { from: { part: 'versions' } as OrphanPosition, isEnough: () => false };

/**
 * Compares permanent storage with the records, in both directions. `apply` removes unreferenced
 * versions that Keepsake made more than a day ago. An entry whose bytes are missing is reported and
 * never changed, because a customer's file may be lost. What may belong to a record that cannot be
 * read is kept. `isEnough` is asked after each page, and
 * ends the look: `next` is where to continue then.
 */
export const findOrphans = async (
  deps: OrphanDeps,
  options: Options,
  { from, isEnough }: { from: OrphanPosition; isEnough: () => boolean } = wholeLook,
): Promise<OrphanReport & { next?: OrphanPosition }> => {
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

type Look = { options: Options; report: OrphanReport };

/** Looks at one page after the other, and yields where to continue while there is more. */
async function* lookFrom(
  deps: OrphanDeps,
  look: Look,
  { part, after }: OrphanPosition,
): AsyncGenerator<OrphanPosition> {
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
  const removable = options.apply ? 'removed' : 'would be removed';
  await options.onVersion({
    ...version,
    fate: isRemovable ? removable : 'kept',
  });
};

const lookAtEntries = async (
  deps: OrphanDeps,
  page: readonly Upload[],
  look: Look,
): Promise<void> => {
  const { prefix } = look.options;
  const here = page.filter(
    (upload) =>
      isKeptIn(deps.filesBucket, upload) && (prefix === undefined || upload.key.startsWith(prefix)),
  );
  const old = here.filter(({ updatedAt }) => !isYoung(new Date(updatedAt), deps.clock.now()));
  look.report.entries += here.length;
  look.report.young += here.length - old.length;
  await forEachInGroups(old, (upload) => lookAtEntry(deps, upload, look));
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
