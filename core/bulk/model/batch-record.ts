import { acceptedType } from '../../uploads/model/accepted-type.ts';
import { announcedType, canonicalMediaType, mediaTypeOf } from '../../uploads/model/media-type.ts';
import type { Batch, BatchPlan, BatchRecord } from './batch.ts';
import { keyOf, pathProblem, recordIdOf, storedKeyOf } from './batch-names.ts';
import { isEvidence } from './etag.ts';
import type { SourceFile, TransferOutcome } from './transfer.ts';

type Failure = NonNullable<BatchRecord['failure']>;

/** A file's record as its source lists it; a refused one says why, and fails in its turn. */
export const planRecord = (
  { batchId, plan }: Pick<Batch, 'batchId' | 'plan'>,
  file: SourceFile,
  now: string,
): BatchRecord => {
  const recordId = recordIdOf(plan, file.path);
  const key = keyOf(plan, file.keyPath ?? file.path, recordId);
  const contentType = typeOf(plan, file);
  const failure = problemOf(plan, file, { key, contentType });
  const record: BatchRecord = {
    batchId,
    recordId,
    path: file.path,
    key,
    status: 'planned',
    contentType,
    attempts: 0,
    updatedAt: now,
  };
  // Spread, these would take as long as everything else about a file that is unchanged.
  if (file.sizeBytes !== undefined) record.sizeBytes = file.sizeBytes;
  if (file.modifiedAt !== undefined) record.modifiedAt = file.modifiedAt;
  if (file.etag !== undefined) record.sourceEtag = file.etag;
  if (file.sha256 !== undefined) record.sha256 = file.sha256;
  if (file.ownerId !== undefined) record.ownerId = file.ownerId;
  if (file.partnerId !== undefined) record.partnerId = file.partnerId;
  if (file.row) record.row = file.row;
  if (failure) record.failure = failure;
  return record;
};

/** Registered files have the canonical spelling of their type; others keep the source's. */
const typeOf = ({ register }: BatchPlan, { contentType, path }: SourceFile): string => {
  if (!register) return contentType ?? mediaTypeOf(path);
  const file = { contentType, fileName: path };
  return acceptedType(register.contentTypes, file) ?? announcedType(file);
};

const problemOf = (
  plan: BatchPlan,
  { path, keyPath, sizeBytes, problem }: SourceFile,
  { key, contentType }: { key: string; contentType: string },
): Failure | undefined => {
  if (problem) return problem;
  const wrong = pathProblem(plan, keyPath ?? path, key);
  if (wrong) return { code: 'UnsafeName', message: `The file ${wrong}.` };
  return typeProblem(plan, contentType) ?? sizeProblem(plan, sizeBytes);
};

const typeProblem = ({ register }: BatchPlan, contentType: string): Failure | undefined =>
  register && !register.contentTypes.some((taken) => canonicalMediaType(taken) === contentType)
    ? {
        code: 'TypeNotAllowed',
        message:
          `${contentType} is none of the types of the category ${register.category}. Exclude ` +
          'it, or choose another category.',
      }
    : undefined;

const sizeProblem = ({ register }: BatchPlan, sizeBytes = 0): Failure | undefined =>
  register && sizeBytes > register.maxSizeBytes
    ? {
        code: 'TooLarge',
        message:
          `The file is larger than the ${register.maxSizeBytes} bytes the category ` +
          `${register.category} allows.`,
      }
    : undefined;

/** What a listing says of a file that is only stored, as its record has it. */
export type FileFacts = Pick<
  BatchRecord,
  'path' | 'key' | 'contentType' | 'modifiedAt' | 'sourceEtag'
> & { sizeBytes: number };

/**
 * The facts of a file that is only stored; `undefined` if its record would have more to say, or the
 * listing does not tell one version of the file from the next.
 */
export const factsOf = (plan: BatchPlan, file: SourceFile): FileFacts | undefined => {
  const { path, keyPath = path, sizeBytes, modifiedAt, etag: sourceEtag, sha256, problem } = file;
  if (problem || sha256 !== undefined || sizeBytes === undefined) return undefined;
  if (sourceEtag === undefined ? modifiedAt === undefined : !isEvidence(sourceEtag))
    return undefined;
  const key = storedKeyOf(plan, keyPath);
  if (pathProblem(plan, keyPath, key)) return undefined;
  const facts: FileFacts = { path, key, contentType: typeOf(plan, file), sizeBytes };
  if (modifiedAt !== undefined) facts.modifiedAt = modifiedAt;
  if (sourceEtag !== undefined) facts.sourceEtag = sourceEtag;
  return facts;
};

/** Problems of the file itself: trying again cannot help. */
const finalFailures: readonly string[] = [
  'UnsafeName',
  'OutsideRoot',
  'NotAFile',
  'BadRow',
  'TypeNotAllowed',
  'TooLarge',
];

/** True when another try may end differently. */
export const isRetryable = ({ failure }: BatchRecord): boolean =>
  failure === undefined || !finalFailures.includes(failure.code);

/** Stamped on every object, to recognise a crash between upload and record. */
export const batchMark = ({
  batchId,
  recordId,
}: Pick<BatchRecord, 'batchId' | 'recordId'>): Record<string, string> => ({
  'keepsake-batch': batchId,
  'keepsake-record': recordId,
});

/** True for an object this batch made for this record. */
export const isMarkOf = (
  metadata: Readonly<Record<string, string>>,
  record: BatchRecord,
): boolean =>
  metadata['keepsake-batch'] === record.batchId && metadata['keepsake-record'] === record.recordId;

/** The outcome of a file that is not given to the engine. */
export const failedOutcome = (
  { recordId }: Pick<BatchRecord, 'recordId'>,
  failure: Failure,
): TransferOutcome => ({ recordId, attempts: 0, outcome: 'failed', ...failure });

/** True when the right bytes are under the record's key. */
export const isArrived = ({ status, sha256 }: BatchRecord): boolean =>
  (status === 'transferred' || status === 'skipped') && sha256 !== undefined;

type Settling = { plan: BatchPlan; now: string };

/**
 * The record after its file was sent or failed. A file larger than its category's limit has failed,
 * whether the listing or the transfer found out. Its stored object stays on record, so that a
 * rollback can remove it.
 */
export const settled = (
  before: BatchRecord,
  outcome: TransferOutcome,
  { plan, now }: Settling,
): BatchRecord => {
  const after = ended(before, outcome, now);
  const failure = isArrived(after) ? sizeProblem(plan, after.sizeBytes) : undefined;
  return failure ? { ...after, status: 'failed', failure } : after;
};

const ended = (before: BatchRecord, outcome: TransferOutcome, now: string): BatchRecord => {
  const record = {
    ...untried(before),
    attempts: before.attempts + outcome.attempts,
    updatedAt: now,
  };
  // Parts of a file that failed may be there: a resume goes on with them, a rollback removes them.
  const { multipartId: _finished, ...whole } = record;
  switch (outcome.outcome) {
    case 'transferred': {
      const { created, sizeBytes, sha256, versionId, etag } = outcome;
      return {
        ...whole,
        status: 'transferred',
        created,
        sizeBytes,
        sha256,
        ...(versionId !== undefined && { versionId }),
        ...(etag !== undefined && { storedEtag: etag }),
      };
    }
    case 'skipped': {
      const { reason, sizeBytes, sha256, versionId, etag } = outcome;
      // Without a hash, the object under the key has other bytes. A dry run's hash of the source
      // says nothing about them.
      const { sha256: _ours, ...rest } = whole;
      const found = {
        ...(sizeBytes !== undefined && { sizeBytes }),
        ...(sha256 !== undefined && { sha256 }),
        ...(versionId !== undefined && { versionId }),
        ...(etag !== undefined && { storedEtag: etag }),
      };
      return { ...rest, ...found, status: 'skipped', created: false, reason };
    }
    case 'changed':
      return { ...record, status: 'changed', reason: outcome.reason };
    case 'failed':
      return {
        ...record,
        status: 'failed',
        failure: { code: outcome.code, message: outcome.message },
      };
  }
};

/** The record without the traces of an earlier try. */
const untried = ({
  failure: _was,
  reason: _why,
  versionId: _version,
  created: _made,
  storedEtag: _stored,
  ...record
}: BatchRecord): BatchRecord => record;

/** The record after a dry run read its file: still to do, but with its size and hash known. */
export const remembered = (
  before: BatchRecord,
  outcome: TransferOutcome,
  settling: Settling,
): BatchRecord => {
  const after = settled(before, outcome, settling);
  if (!isArrived(after)) return after;
  const { created: _not, reason: _nothing, versionId: _yet, storedEtag: _of, ...record } = after;
  return { ...record, status: 'planned', readAt: settling.now, attempts: before.attempts };
};
