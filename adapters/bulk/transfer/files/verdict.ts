import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import { KeepsakeError, SourceChanged } from '../../../../core/errors.ts';
import { S3Refusal } from '../s3/s3-refusal.ts';

type Without<Union, Names extends PropertyKey> = Union extends unknown ? Omit<Union, Names> : never;

/** What became of a file, without who it was. */
export type Verdict = Without<TransferOutcome, 'recordId' | 'attempts'>;

/** What an error means for its file. Messages name no URL: the record has the path. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof SourceChanged) return { outcome: 'changed', reason: error.message };
  if (error instanceof KeepsakeError)
    return { outcome: 'failed', code: error.name, message: error.message };
  const { name, code, message }: NodeJS.ErrnoException =
    error instanceof Error ? error : new Error(String(error));
  if (error instanceof S3Refusal)
    return {
      outcome: 'failed',
      code: name,
      message: `${message} (${error.$metadata.httpStatusCode})`,
    };
  return {
    outcome: 'failed',
    code: code ?? name,
    message:
      code === undefined ? message : `${meaning[code] ?? 'Reading or sending failed'} (${code}).`,
  };
}

const meaning: Record<string, string> = {
  EACCES: 'The source may not be read',
  EPERM: 'The source may not be read',
  EISDIR: 'The source is a directory',
  EIO: 'The disk could not be read',
  ECONNREFUSED: 'Nothing listens at the endpoint',
  ENOTFOUND: 'The endpoint has no address',
  ETIMEDOUT: 'The endpoint did not answer in time',
  ECONNRESET: 'The connection broke',
};

/** Throws `SourceChanged` when the source is not what a listing or dry run saw. */
export function checkExpected(
  { expected }: TransferJob,
  seen: {
    sizeBytes?: number | undefined;
    modifiedMs?: number | undefined;
    etag?: string | undefined;
  },
): void {
  if (!expected) return;
  const { sizeBytes, modifiedAt, etag } = expected;
  if (sizeBytes !== undefined && seen.sizeBytes !== undefined && sizeBytes !== seen.sizeBytes) {
    throw new SourceChanged(`It has ${seen.sizeBytes} bytes now, and had ${sizeBytes}.`);
  }
  // Times are recorded in whole milliseconds, some rounded and some cut.
  if (
    modifiedAt !== undefined &&
    seen.modifiedMs !== undefined &&
    Math.abs(Date.parse(modifiedAt) - seen.modifiedMs) > 1
  ) {
    throw new SourceChanged(
      `It was modified at ${new Date(seen.modifiedMs).toISOString()}, and not only at ` +
        `${modifiedAt}.`,
    );
  }
  if (etag !== undefined && seen.etag !== undefined && bare(etag) !== bare(seen.etag))
    throw new SourceChanged('Its ETag is another one now.');
}

const bare = (etag: string): string => etag.replace(/^(?:W\/)?"|"$/g, '');

/**
 * Throws `SourceChanged` when other bytes were read than a dry run had read, or a manifest had
 * promised. Base64.
 */
export function checkHash({ expected }: TransferJob, sha256: string): void {
  if (expected?.sha256 !== undefined && expected.sha256 !== sha256)
    throw new SourceChanged('Its bytes are others now: the SHA-256 differs.');
}
