import type { ErrorName } from '../../core/error-names.ts';
import { InvalidInput, KeepsakeError } from '../../core/errors.ts';
import { kebab } from '../../core/shared/model/text.ts';

/** An error as RFC 9457 problem details; `type` is stable, clients may switch on it. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { field: string; message: string }[];
  retryAfterSeconds?: number;
};

/** Every error the API answers with. Exhaustive: a new error must be added to compile. */
export const answers: Readonly<
  Record<ErrorName, Pick<Problem, 'status' | 'title' | 'retryAfterSeconds'>>
> = {
  InvalidInput: { status: 400, title: 'The request is not valid' },
  BodyTooLarge: { status: 413, title: 'The request is too large' },
  NotSignedIn: { status: 401, title: 'A valid token is required' },
  NotAllowed: { status: 403, title: 'Not allowed' },
  ChallengeNotPassed: { status: 403, title: 'Pass a challenge first' },
  NotFound: { status: 404, title: 'Not found' },
  Gone: { status: 410, title: 'Gone for good' },
  OrderNotPaid: { status: 409, title: 'The order is not paid' },
  OrderRefused: { status: 409, title: 'The order does not allow this now' },
  SourceMissing: { status: 404, title: 'The file is gone' },
  UploadNotReceived: { status: 409, title: 'The file has not arrived' },
  UploadMismatch: { status: 409, title: 'The file differs from its announcement' },
  UploadInUse: { status: 409, title: 'The file is in use' },
  JobNotRunning: { status: 409, title: 'The job has ended' },
  QuotaExceeded: { status: 429, title: 'Quota exceeded' },
  AlreadyExists: { status: 409, title: 'Already exists' },
  RequestInProgress: {
    status: 409,
    title: 'The same request is in progress',
    retryAfterSeconds: 1,
  },
  IdempotencyKeyReused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  StaleRecord: { status: 409, title: 'The record has just changed; try again' },
  PaymentTooEarly: { status: 409, title: 'The order is not ready' },
  AttemptSuperseded: { status: 409, title: 'Another run holds the order' },
  FilesNotVerified: { status: 409, title: 'Files are not verified' },
  SourceChanged: { status: 409, title: 'The file changed' },
  DestinationExists: { status: 409, title: 'Another object has this key' },
  BatchBusy: { status: 409, title: 'Another process is working on the batch' },
  BatchRefused: { status: 409, title: 'The batch does not allow this now' },
  // Throttles pass within a second or so; clients add a jitter of their own.
  TransientFault: {
    status: 503,
    title: 'Temporarily unavailable; try again',
    retryAfterSeconds: 1,
  },
  RecordUnreadable: { status: 500, title: 'A record cannot be read' },
};

const unexpected: Problem = {
  type: 'urn:keepsake:problem:unexpected',
  title: 'Something went wrong here',
  status: 500,
  detail:
    'The request was fine as far as is known. Try again; if it keeps failing, tell the ' +
    'operators the request id.',
};

/** The stable name of a kind of problem; clients may switch on it. */
export const typeOf = (name: ErrorName): string => `urn:keepsake:problem:${kebab(name)}`;

/** The problem that the client sees. Errors that are not ours stay internal. */
export const problemOf = (error: unknown): Problem => {
  if (!(error instanceof KeepsakeError)) return unexpected;
  const problem = { type: typeOf(error.name), ...answers[error.name], detail: error.message };
  if (error instanceof InvalidInput) return { ...problem, errors: error.issues };
  const { retryAfterSeconds } = error.context;
  return typeof retryAfterSeconds === 'number' ? { ...problem, retryAfterSeconds } : problem;
};
