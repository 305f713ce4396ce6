import type { TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { KeepsakeError, SourceChanged } from '../../../../core/errors.ts';
import { SourceRefused, sourceRefused } from '../../sources/source-refused.ts';
import { S3Refusal } from '../s3/s3-refusal.ts';
import { failureMessage } from './failure-meaning.ts';

/** The verdict for an error. Messages name no URL, because the record has the path. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof SourceChanged) return { outcome: 'changed', reason: error.message };
  if (error instanceof SourceRefused)
    return { outcome: 'failed', code: sourceRefused, message: error.message };
  if (error instanceof KeepsakeError)
    return { outcome: 'failed', code: error.name, message: error.message };
  const thrown: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const { name, code, message } = thrown;
  if (error instanceof S3Refusal && name === 'InvalidObjectState')
    return { outcome: 'failed', code: 'Archived', message: archived };
  if (error instanceof S3Refusal)
    return {
      outcome: 'failed',
      code: name,
      message: `${message} (${error.$metadata.httpStatusCode})`,
    };
  return { outcome: 'failed', code: code ?? name, message: failureMessage(thrown) };
}

const archived = 'The object is archived. Restore it, then resume.';

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
    throw new SourceChanged(
      `The source file changed: ${seen.sizeBytes} bytes now, expected ${sizeBytes}.`,
    );
  }
  // Times are recorded in whole milliseconds, some rounded and some cut.
  if (
    modifiedAt !== undefined &&
    seen.modifiedMs !== undefined &&
    Math.abs(Date.parse(modifiedAt) - seen.modifiedMs) > 1
  ) {
    const seenAt = new Date(seen.modifiedMs).toISOString();
    throw new SourceChanged(
      `The source file changed: modified at ${seenAt}, expected ${modifiedAt}.`,
    );
  }
  if (etag !== undefined && seen.etag !== undefined && bare(etag) !== bare(seen.etag))
    throw new SourceChanged("The source's ETag changed.");
}

const bare = (etag: string): string => etag.replace(/^(?:W\/)?"|"$/g, '');

/** Throws `SourceChanged` unless the bytes are those of the dry run or manifest. Base64. */
export function checkHash({ expected }: TransferJob, sha256: string): void {
  if (expected?.sha256 !== undefined && expected.sha256 !== sha256)
    throw new SourceChanged('The source file changed: its SHA-256 is not the expected one.');
}
