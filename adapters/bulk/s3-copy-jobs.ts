import type { TransferJob, Verdict } from '../../core/bulk/model/transfer.ts';
import { InvalidInput, KeepsakeError, SourceChanged, SourceMissing } from '../../core/errors.ts';
import { awsError } from '../aws/aws-errors.ts';
import { maxSingleCopyBytes } from '../storage/s3-part-plan.ts';
import { isRefusal } from '../storage/s3-refusals.ts';

/** A job whose source is an object of known size in S3. */
export type S3Job = TransferJob & {
  location: Extract<TransferJob['location'], { kind: 's3' }>;
  sizeBytes: number;
  signal: AbortSignal | undefined;
};

/** Throws `InvalidInput` unless one COPY can move the object. */
export function s3Job(job: TransferJob): Omit<S3Job, 'signal'> {
  const { location, expected } = job;
  if (location.kind !== 's3')
    throw InvalidInput.of('source', 'must be a bucket of S3 for server-side copies');
  const { sizeBytes } = expected ?? {};
  if (sizeBytes === undefined)
    throw InvalidInput.of('sizeBytes', 'must be in the listing or the manifest');
  if (sizeBytes >= maxSingleCopyBytes)
    throw InvalidInput.of(
      'sizeBytes',
      'is more than one COPY takes (5 GB); copy it in parts: keepsake migrate s3://… --server-side',
    );
  return { ...job, location, sizeBytes };
}

/** The outcome of a final error. A transient error is thrown. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof SourceChanged) return { outcome: 'changed', reason: error.message };
  if (error instanceof SourceMissing)
    return { outcome: 'failed', code: error.name, message: 'The file is gone from its source.' };
  if (error instanceof KeepsakeError && !error.retryable)
    return { outcome: 'failed', code: error.name, message: error.message };
  if (isRefusal(error)) {
    const { name: code = 'Refused', message = 'no reason was given' } = awsError(error);
    return { outcome: 'failed', code, message: `S3 refuses it (${code}): ${message}` };
  }
  throw error;
}
