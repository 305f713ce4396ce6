import { SourceMissing } from '../errors.ts';
import { inGroups } from '../shared/in-groups.ts';
import type { ObjectRef, ObjectStore } from '../storage/ports.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import {
  type Damage,
  type DamageKind,
  isInPart,
  type Judgement,
  judgeSha256,
  judgeStored,
  missing,
  type Part,
  type Stored,
} from './model/integrity.ts';
import type { RegisteredFiles } from './ports.ts';

type Deps = {
  registered: RegisteredFiles;
  objects: Pick<ObjectStore, 'head' | 'sha256'>;
  uploads: Pick<Uploads, 'findMany'>;
  filesBucket: string;
};

/** Files whose bytes are read: those that storage keeps no SHA-256 of, or all. */
export const readings = ['unproven', 'all'] as const;

type Options = {
  /** Only keys that begin with it; all without. */
  prefix?: string | undefined;
  part: Part;
  /** Without, no byte is read. */
  read?: (typeof readings)[number] | undefined;
  onDamage: (damaged: DamagedFile) => unknown;
};

/** A permanent file that is not what the registry says. */
export type DamagedFile = Pick<Upload, 'uploadId' | 'ownerId' | 'key' | 'versionId'> & Damage;

/** Counts of files; `unprovenBytes` and `readBytes` are bytes. */
export type IntegrityReport = Record<
  'files' | 'intact' | 'unproven' | 'unprovenBytes' | 'unknown' | 'readBytes' | DamageKind,
  number
>;

type Look = { options: Options; report: IntegrityReport };

/** Looked at together: enough to be quick, few enough to hold. */
const groupSize = 25;

const storedAs = async (objects: Deps['objects'], ref: ObjectRef): Promise<Stored> => {
  const { versionId, ...place } = ref;
  const current = await objects.head(place);
  if (versionId === undefined || current?.versionId === versionId)
    return { named: current, current };
  return { named: await objects.head(ref), current };
};

const refOf = ({ bucket, key, versionId }: Upload): ObjectRef => ({ bucket, key, versionId });

const read = async ({ objects }: Deps, upload: Upload): Promise<Judgement> => {
  try {
    return judgeSha256(await objects.sha256(refOf(upload)), upload);
  } catch (error) {
    if (error instanceof SourceMissing) return missing(upload);
    throw error;
  }
};

const judge = async (deps: Deps, upload: Upload, look: Look): Promise<Judgement> => {
  const judged = judgeStored(upload, await storedAs(deps.objects, refOf(upload)));
  const isRead =
    (judged === 'unproven' && look.options.read !== undefined) ||
    (judged === 'intact' && look.options.read === 'all');
  if (!isRead) return judged;
  look.report.readBytes += upload.sizeBytes;
  return read(deps, upload);
};

/** False for a file that was erased, or moved to another place, while it was looked at. */
const isStillThere = async ({ uploads }: Deps, seen: Upload): Promise<boolean> => {
  const [upload] = await uploads.findMany([seen.uploadId]);
  return (
    upload?.status === 'permanent' &&
    upload.removal === undefined &&
    upload.key === seen.key &&
    upload.versionId === seen.versionId
  );
};

const check = async (deps: Deps, upload: Upload, look: Look): Promise<void> => {
  const { options, report } = look;
  const judged = await judge(deps, upload, look);
  if (typeof judged === 'object' && !(await isStillThere(deps, upload))) return;
  report.files++;
  if (typeof judged === 'string') {
    report[judged]++;
    if (judged === 'unproven') report.unprovenBytes += upload.sizeBytes;
    return;
  }
  report[judged.kind]++;
  const { uploadId, ownerId, key, versionId } = upload;
  await options.onDamage({ uploadId, ownerId, key, versionId, ...judged });
};

async function* filesOf(
  { registered, filesBucket }: Deps,
  { prefix, part }: Options,
): AsyncGenerator<Upload> {
  for await (const { uploads } of registered.pages())
    yield* uploads.filter(
      ({ uploadId, bucket, key, removal }) =>
        bucket === filesBucket &&
        (prefix === undefined || key.startsWith(prefix)) &&
        removal === undefined &&
        isInPart(uploadId, part),
    );
}

/**
 * Compares permanent files with the SHA-256 in the registry: by the checksum that storage keeps, or
 * by reading. Changes nothing. A file that differs is told as it is found.
 */
export const checkIntegrity = async (deps: Deps, options: Options): Promise<IntegrityReport> => {
  const report: IntegrityReport = {
    files: 0,
    intact: 0,
    unproven: 0,
    unprovenBytes: 0,
    unknown: 0,
    readBytes: 0,
    missing: 0,
    hidden: 0,
    changed: 0,
  };
  for await (const group of inGroups(filesOf(deps, options), groupSize))
    await Promise.all(group.map((upload) => check(deps, upload, { options, report })));
  return report;
};
