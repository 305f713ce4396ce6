import { AlreadyExists } from '../errors.ts';
import { regroup } from '../shared/in-groups.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import type { BatchPlan, BatchRecord } from './model/batch.ts';
import { planRecord } from './model/batch-record.ts';
import type { Selects } from './model/path-selection.ts';
import { isShutFolder, type SourceFile } from './model/transfer.ts';
import type { FileSource } from './ports.ts';
import { toUpload } from './register-files.ts';

type Deps = {
  source: Pick<FileSource, 'list'>;
  uploads: Pick<Uploads, 'create' | 'wasErased'>;
  clock: Clock;
  selects: Selects;
};

type Register = NonNullable<BatchPlan['register']>;

type Options = {
  dryRun: boolean;
  signal: AbortSignal;
  /** A file that is not registered, and why. */
  onProblem: (path: string, problem: string) => void;
};

type Fate = 'registered' | 'known' | 'erased' | 'failed';

/**
 * `known`: files that were registered or moved before. `erased`: files whose upload was erased;
 * these are not registered again.
 */
export type Registration = Record<Fate, number> & {
  dryRun: boolean;
  /** The old path of the first file that is on record, by which its address can be tried. */
  firstPath?: string;
};

/** How many files are registered together. */
const atOnce = 25;

/**
 * Registers files where they lie: from then on the stage serves them from the old system, until a
 * migration with the same owner and category moves them, under the same ids. Idempotent. An aborted
 * signal ends it after the group under way.
 */
export const registerOnly = async (
  deps: Deps,
  plan: BatchPlan & { register: Register },
  options: Options,
): Promise<Registration> => {
  const { dryRun } = options;
  const done: Registration = { registered: 0, known: 0, erased: 0, failed: 0, dryRun };
  for await (const files of regroup(deps.source.list(), atOnce)) {
    const wanted = files.filter((file) => deps.selects(file.path, isShutFolder(file)));
    const fates = await settleAll(wanted, (file) => registerOne(deps, plan, file, options));
    for (const { fate, path } of fates) {
      done[fate] += 1;
      if (path !== undefined) done.firstPath ??= path;
    }
    if (options.signal.aborted) break;
  }
  return done;
};

const registerOne = async (
  deps: Deps,
  plan: BatchPlan & { register: Register },
  file: SourceFile,
  { dryRun, onProblem }: Options,
): Promise<{ fate: Fate; path?: string | undefined }> => {
  const now = deps.clock.now().toISOString();
  const record: BatchRecord = planRecord({ batchId: 'register', plan }, file, now);
  if (record.failure) {
    onProblem(file.path, record.failure.message);
    return { fate: 'failed' };
  }
  const upload = whereItLies(toUpload(plan, plan.register, record));
  if (await deps.uploads.wasErased(upload.uploadId)) return { fate: 'erased' };
  const fate = dryRun ? 'registered' : await create(deps, upload);
  return { fate, path: upload.legacyPath };
};

/** The upload of a file whose bytes still lie in the old system: nothing is known of them yet. */
const whereItLies = (upload: Upload): Upload => {
  const { sha256: _unknown, versionId: _none, ...rest } = upload;
  return { ...rest, source: 'local', readThrough: true };
};

const create = async ({ uploads }: Deps, upload: Upload): Promise<Fate> => {
  try {
    await uploads.create(upload);
    return 'registered';
  } catch (error) {
    if (error instanceof AlreadyExists) return 'known';
    throw error;
  }
};
