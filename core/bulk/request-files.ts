import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { atMost } from '../shared/model/at-most.ts';
import { idSchema } from '../shared/model/id.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { liesElsewhere, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { uploadsById } from '../uploads/uploads-by-id.ts';
import type { Batch } from './model/batch.ts';
import { recordIdOf, uploadIdOf } from './model/batch-names.ts';
import { unescapePath, unsafePath } from './model/source-path.ts';
import { bucketSchema, planOf, putOnRecord, type RequestDeps, withSlash } from './request-batch.ts';

type Deps = RequestDeps & { uploads: Pick<Uploads, 'findMany'> };

const mostFiles = 100;

const source = z.strictObject(
  { bucket: bucketSchema, prefix: z.string().max(1024).default('') },
  'must be an object {bucket, prefix?}',
);

/** As older clients ask for it: by the ids of files that were registered where they lie. */
export const requestFilesSchema = z.strictObject({
  file_ids: atMost(
    mostFiles,
    `must be at most ${mostFiles} ids`,
    z.array(idSchema('an upload')).min(1, 'must name a file').max(mostFiles),
  ),
  /** Where they lie; the stage's source bucket where it has just one. */
  source: source.optional(),
});

/**
 * Requests a migration of registered files, which keep their ids; those that were moved before are
 * left out. Throws `InvalidInput` for a file that cannot be moved, or not together with the others.
 */
export const requestFiles = async (deps: Deps, caller: Caller, input: unknown): Promise<Batch> => {
  const { file_ids, source: at = onlyPrefix(deps) } = parseInput(requestFilesSchema, input);
  const found = await uploadsById(deps.uploads, file_ids);
  const asked = file_ids.map((uploadId, index) => ({
    field: `file_ids.${index}`,
    uploadId,
    upload: found.get(uploadId),
  }));
  refuse(asked, notMovable);
  const [first, ...others] = [...found.values()].filter(isLocal);
  if (!first) throw InvalidInput.of('file_ids', 'name files that are in permanent storage already');
  const { plan, idOf } = planFor(deps, at, [first, ...others]);
  refuse(asked, ({ uploadId, upload }) =>
    !upload || !isLocal(upload) || idOf(upload) === uploadId
      ? undefined
      : `was not registered from s3://${at.bucket}/${at.prefix} with the owner and ` +
        `category of ${first.uploadId}: name its source, or ask for it in another batch`,
  );
  return putOnRecord(deps, caller, plan);
};

type SourcePrefix = z.infer<typeof source>;

const onlyPrefix = ({ sourceBuckets: [bucket, ...others] }: Deps): SourcePrefix => {
  if (bucket !== undefined && others.length === 0) return { bucket, prefix: '' };
  throw InvalidInput.of('source', 'must name the bucket where the files lie: {bucket, prefix?}');
};

/** A file to move, and where in the request it stands. */
type Asked = { field: string; uploadId: string; upload: Upload | undefined };

const refuse = (all: readonly Asked[], problemOf: (one: Asked) => string | undefined): void => {
  const issues = all.flatMap((one) => {
    const message = problemOf(one);
    return message === undefined ? [] : [{ field: one.field, message }];
  });
  if (issues.length > 0) throw new InvalidInput(issues);
};

const notMovable = ({ upload }: Asked): string | undefined => {
  if (!upload) return 'is the id of no upload';
  if (upload.status !== 'permanent')
    return `is ${upload.status}; a file that was sent is kept by POST /uploads/{id}/promote`;
  if (upload.legacyPath === undefined) return 'was not registered with a path';
  const unsafe = liesElsewhere(upload) ? unsafePath(unescapePath(upload.legacyPath)) : undefined;
  return unsafe && `${unsafe}: keepsake migrate --names encode moves it`;
};

/** Registered with its path; `notMovable` refuses any other. */
type Registered = Upload & { legacyPath: string };

const isLocal = (upload: Upload): upload is Registered =>
  liesElsewhere(upload) && upload.legacyPath !== undefined;

/** The plan that moves these files of one owner and category, and says which id each gets. */
const planFor = (deps: Deps, at: SourcePrefix, uploads: readonly [Registered, ...Registered[]]) => {
  const [{ category, legacyPath }, ...others] = uploads;
  const folder = commonFolder(
    legacyPath,
    others.map((upload) => upload.legacyPath),
  );
  const below = (upload: Registered): string => upload.legacyPath.slice(folder.length);
  const plan = planOf(deps, {
    source: { ...at, prefix: `${withSlash(at.prefix)}${folder}` },
    category,
    ownerId: firstOwnerOf(uploads[0]),
    include: uploads.map((upload) => exactly(below(upload))),
    exclude: [],
    onConflict: 'skip',
  });
  return { plan, idOf: (upload: Registered) => uploadIdOf(recordIdOf(plan, below(upload))) };
};

/** The deepest folder with all of the paths: nothing else of the bucket is listed. */
const commonFolder = (first: string, others: readonly string[]): string => {
  let folder = first.slice(0, first.lastIndexOf('/') + 1);
  while (!others.every((path) => path.startsWith(folder)))
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  return folder;
};

/** The ids were made from the owner of then. */
const firstOwnerOf = ({ ownerId, formerOwnerIds: [first = ownerId] = [] }: Upload): string => first;

/** The pattern of one path: from the root, and no character stands for others. */
const exactly = (path: string): string => `/${path.replace(/[\\*?[\]{}]/g, '\\$&')}`;
