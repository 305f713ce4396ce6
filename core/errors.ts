/** Every refusal: one root, literal names (minifiers rename classes, Step Functions matches). */
import type { ErrorFamily, ErrorName } from './error-names.ts';
import { missingAdvice } from './shared/model/missing-advice.ts';
import { issuesText, toldIssues } from './shared/model/told-issues.ts';
import { type UnreadableRecord, unreadableText } from './shared/model/unreadable-record.ts';

type Details = { context?: Record<string, unknown>; cause?: unknown };

/**
 * The root: `retryable` says whether the same call may succeed later; `context` is safe to log
 * (ids, never URLs or tokens).
 */
export abstract class KeepsakeError extends Error {
  abstract override readonly name: ErrorName;
  abstract readonly family: ErrorFamily;
  readonly retryable: boolean = false;
  readonly context: Record<string, unknown>;

  constructor(message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.context = details.context ?? {};
  }
}

/** One thing wrong with what the caller sent: a JSON path into it, and what to do about it. */
export type FieldIssue = { field: string; message: string };

/** The request itself is invalid; nothing was created. The error names the first 20 issues. */
export class InvalidInput extends KeepsakeError {
  override readonly name = 'InvalidInput';
  override readonly family = 'input';
  readonly issues: FieldIssue[];

  constructor(found: readonly FieldIssue[]) {
    const issues = toldIssues(found);
    super(issuesText(issues, found.length), {
      context: { fields: issues.map(({ field }) => field) },
    });
    this.issues = issues;
  }

  /** One field that is wrong. */
  static of(field: string, message: string): InvalidInput {
    return new InvalidInput([{ field, message }]);
  }
}

/** The body exceeds its route's limit and was not read. */
export class BodyTooLarge extends KeepsakeError {
  override readonly name = 'BodyTooLarge';
  override readonly family = 'input';
}

/** No valid token or signature came with the request. */
export class NotSignedIn extends KeepsakeError {
  override readonly name = 'NotSignedIn';
  override readonly family = 'denied';
}

/** The caller is known, but this is for operators (or workers) only. */
export class NotAllowed extends KeepsakeError {
  override readonly name = 'NotAllowed';
  override readonly family = 'denied';
}

/** The request lacks the answer to a challenge for people, or has a wrong or used one. */
export class ChallengeNotPassed extends KeepsakeError {
  override readonly name = 'ChallengeNotPassed';
  override readonly family = 'denied';
}

/** The record does not exist, or belongs to another owner. The two must look the same. */
export class NotFound extends KeepsakeError {
  override readonly name = 'NotFound';
  override readonly family = 'missing';

  constructor(
    what:
      | ('upload' | 'order' | 'file' | 'link' | 'job' | 'variant')
      | ('session' | 'batch' | 'queue' | 'delivery' | 'endpoint' | 'erasure'),
    id: string,
  ) {
    super(`No ${what} ${id} here. ${missingAdvice(what)}`, { context: { what, id } });
  }
}

/** The record existed once, and has expired, was refused or was erased. */
export class Gone extends KeepsakeError {
  override readonly name = 'Gone';
  override readonly family = 'missing';
}

/** Only files of paid orders are shared by link. */
export class OrderNotPaid extends KeepsakeError {
  override readonly name = 'OrderNotPaid';
  override readonly family = 'conflict';
}

/** The order's state does not allow that, or a guard against paying twice refused it. */
export class OrderRefused extends KeepsakeError {
  override readonly name = 'OrderRefused';
  override readonly family = 'conflict';
}

/** The client said it was done, but storage has no such object yet. */
export class UploadNotReceived extends KeepsakeError {
  override readonly name = 'UploadNotReceived';
  override readonly family = 'conflict';
}

/** The file differs from its announcement (size, type or checksum) and is quarantined. */
export class UploadMismatch extends KeepsakeError {
  override readonly name = 'UploadMismatch';
  override readonly family = 'conflict';
}

/** An order or a job needs the file, so the file cannot be erased now. */
export class UploadInUse extends KeepsakeError {
  override readonly name = 'UploadInUse';
  override readonly family = 'conflict';
}

/** The job was finished or failed before, with another result. */
export class JobNotRunning extends KeepsakeError {
  override readonly name = 'JobNotRunning';
  override readonly family = 'conflict';
}

/** The caller holds, or sent today, as much as is allowed; nothing was reserved. */
export class QuotaExceeded extends KeepsakeError {
  override readonly name = 'QuotaExceeded';
  override readonly family = 'limited';
}

/** A record with that id exists already. */
export class AlreadyExists extends KeepsakeError {
  override readonly name = 'AlreadyExists';
  override readonly family = 'conflict';
}

/** The same Idempotency-Key is being worked on: send the request again to learn its answer. */
export class RequestInProgress extends KeepsakeError {
  override readonly name = 'RequestInProgress';
  override readonly family = 'conflict';
  override readonly retryable = true;
}

/** The Idempotency-Key named a request with another body before. */
export class IdempotencyKeyReused extends KeepsakeError {
  override readonly name = 'IdempotencyKeyReused';
  override readonly family = 'input';
}

/** The record changed since it was read: read it again and decide again. */
export class StaleRecord extends KeepsakeError {
  override readonly name = 'StaleRecord';
  override readonly family = 'conflict';
  override readonly retryable = true;
}

/** The payment event overtook its order or its uploads: deliver it again later. */
export class PaymentTooEarly extends KeepsakeError {
  override readonly name = 'PaymentTooEarly';
  override readonly family = 'conflict';
  override readonly retryable = true;
}

/** The order is not (or no longer) in the hands of this attempt: stop, touch nothing. */
export class AttemptSuperseded extends KeepsakeError {
  override readonly name = 'AttemptSuperseded';
  override readonly family = 'conflict';
}

/** Commit found files without proof. */
export class FilesNotVerified extends KeepsakeError {
  override readonly name = 'FilesNotVerified';
  override readonly family = 'conflict';
}

/** The pinned source version is gone. */
export class SourceMissing extends KeepsakeError {
  override readonly name = 'SourceMissing';
  override readonly family = 'missing';
}

/** The source is no longer the bytes that were pinned. */
export class SourceChanged extends KeepsakeError {
  override readonly name = 'SourceChanged';
  override readonly family = 'conflict';
}

/** Something already lives under the destination key; copies never overwrite. */
export class DestinationExists extends KeepsakeError {
  override readonly name = 'DestinationExists';
  override readonly family = 'conflict';
}

/** Another runner holds the batch. The message names the runner and the end of its lease. */
export class BatchBusy extends KeepsakeError {
  override readonly name = 'BatchBusy';
  override readonly family = 'conflict';
}

/** The batch is not in a state in which that can be done, or a guard against a mistake said no. */
export class BatchRefused extends KeepsakeError {
  override readonly name = 'BatchRefused';
  override readonly family = 'conflict';
}

/** A dependency throttled, timed out or answered 5xx: the same call may succeed later. */
export class TransientFault extends KeepsakeError {
  override readonly name = 'TransientFault';
  override readonly family = 'transient';
  override readonly retryable = true;
}

/**
 * Records that fit no schema: changed by hand, or written by a later version. `rest`: what the same
 * reading answers without them, where there is more to answer; see `withoutUnreadable`.
 */
export class RecordUnreadable extends KeepsakeError {
  override readonly name = 'RecordUnreadable';
  override readonly family = 'damaged';
  readonly records: readonly UnreadableRecord[];
  readonly rest: unknown;

  constructor(records: readonly UnreadableRecord[], rest?: unknown) {
    super(unreadableText(records), { context: { records: records.slice(0, 20) } });
    this.records = records;
    this.rest = rest;
  }
}

/** How the workflow ends once the refund is on record and the operators are alerted. */
export const orderMigrationFailed = 'OrderMigrationFailed';

/** Errors of the domain: asking again cannot help, so the workflow must not retry them. */
export const finalErrors: readonly ErrorName[] = [
  'AttemptSuperseded',
  'FilesNotVerified',
  'BatchRefused',
];
