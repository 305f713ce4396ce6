import { SourceMissing } from '../errors.ts';
import { inGroups } from '../shared/in-groups.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import type { ObjectRef, ObjectStore } from '../storage/ports.ts';
import { liesElsewhere, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import {
  type Damage,
  type IntegrityReport,
  isInPart,
  type Judgement,
  judgeSha256,
  judgeStored,
  missing,
  noFiles,
  type Part,
  type Stored,
} from './model/integrity.ts';
import type { RegisteredFiles } from './ports.ts';

/** The parts that comparing one file needs. */
export type CompareDeps = {
  objects: Pick<ObjectStore, 'head' | 'sha256'>;
  uploads: Pick<Uploads, 'findMany'>;
  filesBucket: string;
};

type Deps = CompareDeps & { registered: RegisteredFiles };

/** Files whose bytes are read: those that storage keeps no SHA-256 of, or all. */
export const readings = ['unproven', 'all'] as const;

export type Reading = (typeof readings)[number];

/** The permanent files to look at, and those of them to read. */
export type Selection = {
  /** Only keys that begin with it; all without. */
  prefix?: string | undefined;
  part: Part;
  /** Without, no byte is read. */
  read?: Reading | undefined;
};

/** Told of a record of the selection that cannot be read; its file may be outside of the prefix. */
export type OnUnreadable = (record: UnreadableRecord) => unknown;

type Options = Selection & {
  onDamage: (damaged: DamagedFile) => unknown;
  onUnreadable: OnUnreadable;
};

/** A permanent file that is not what the registry says. */
export type DamagedFile = Pick<Upload, 'uploadId' | 'ownerId' | 'key' | 'versionId'> & Damage;

/** A file that was looked at, and how many of its bytes were read. */
export type LookedAt = { upload: Upload; judged: Judgement; readBytes: number };

/** Looked at together: enough to be quick, few enough to hold. */
export const groupSize = 25;

/** The version that a reference names, and the one that is served. */
export const storedAs = async (
  objects: Pick<ObjectStore, 'head'>,
  ref: ObjectRef,
): Promise<Stored> => {
  const { versionId, ...place } = ref;
  const current = await objects.head(place);
  if (versionId === undefined || current?.versionId === versionId)
    return { named: current, current };
  return { named: await objects.head(ref), current };
};

/** False for a file that was erased, or moved to another place, while it was looked at. */
export const isStillOnRecord = async (
  { uploads }: Pick<CompareDeps, 'uploads'>,
  seen: Upload,
): Promise<boolean> => {
  const [upload] = await uploads.findMany([seen.uploadId]);
  return (
    upload?.status === 'permanent' &&
    upload.removal === undefined &&
    upload.key === seen.key &&
    upload.versionId === seen.versionId
  );
};

/**
 * Compares one permanent file with its record. `undefined` when the file was erased or moved
 * meanwhile. Throws `TransientFault`.
 */
export const compareFile = async (
  deps: CompareDeps,
  upload: Upload,
  reading: Reading | undefined,
): Promise<LookedAt | undefined> => {
  const looked = await judge(deps, upload, reading);
  const isSound = typeof looked.judged === 'string';
  return isSound || (await isStillOnRecord(deps, upload)) ? looked : undefined;
};

const judge = async (
  deps: CompareDeps,
  upload: Upload,
  reading: Reading | undefined,
): Promise<LookedAt> => {
  const judged = judgeStored(upload, await storedAs(deps.objects, refOf(upload)));
  return isRead(reading, judged)
    ? { upload, judged: await readFile(deps, upload), readBytes: upload.sizeBytes }
    : { upload, judged, readBytes: 0 };
};

const refOf = ({ bucket, key, versionId }: Upload): ObjectRef => ({ bucket, key, versionId });

/** True if a reading goes for the bytes of a file that was judged so without them. */
const isRead = (reading: Reading | undefined, judged: Judgement): boolean =>
  (judged === 'unproven' && reading !== undefined) || (judged === 'intact' && reading === 'all');

const readFile = async ({ objects }: CompareDeps, upload: Upload): Promise<Judgement> => {
  try {
    return judgeSha256(await objects.sha256(refOf(upload)), upload);
  } catch (error) {
    if (error instanceof SourceMissing) return missing(upload);
    throw error;
  }
};

/** True for a file that is meant to be in the bucket of permanent files. */
export const isKeptIn = (filesBucket: string, upload: Upload): boolean =>
  upload.bucket === filesBucket && upload.removal === undefined && !liesElsewhere(upload);

/** The files of a selection, as the registry has them. */
export async function* selectedFiles(
  { registered, filesBucket }: Pick<Deps, 'registered' | 'filesBucket'>,
  { prefix, part }: Selection,
  onUnreadable: OnUnreadable,
): AsyncGenerator<Upload> {
  for await (const { uploads, unreadable } of registered.pages()) {
    for (const record of unreadable) if (isInPart(record.id, part)) await onUnreadable(record);
    yield* uploads.filter(
      (upload) =>
        isKeptIn(filesBucket, upload) &&
        (prefix === undefined || upload.key.startsWith(prefix)) &&
        isInPart(upload.uploadId, part),
    );
  }
}

/** Counts a compared file; returns its problem, if any. */
export const countFile = (
  report: IntegrityReport,
  { upload, judged, readBytes }: LookedAt,
): DamagedFile | undefined => {
  report.files++;
  report.readBytes += readBytes;
  if (judged === 'unproven') report.unprovenBytes += upload.sizeBytes;
  report[typeof judged === 'string' ? judged : judged.kind]++;
  if (typeof judged === 'string') return undefined;
  const { uploadId, ownerId, key, versionId } = upload;
  return { uploadId, ownerId, key, versionId, ...judged };
};

/**
 * Compares permanent files with the SHA-256 in the registry: by the checksum that storage keeps, or
 * by reading. Changes nothing. A file that differs is told as it is found, and so is a record that
 * cannot be read, whose file is not compared.
 */
export const checkIntegrity = async (deps: Deps, options: Options): Promise<IntegrityReport> => {
  const report = { ...noFiles };
  const check = async (upload: Upload): Promise<void> => {
    const looked = await compareFile(deps, upload, options.read);
    const damaged = looked && countFile(report, looked);
    if (damaged) await options.onDamage(damaged);
  };
  const selected = selectedFiles(deps, options, options.onUnreadable);
  for await (const group of inGroups(selected, groupSize)) await Promise.all(group.map(check));
  return report;
};
