import { KeepsakeError, TransientFault } from '../../core/errors.ts';

/** AWS's names for "not now". CopyObject can answer 200 with an `InternalError` inside. */
const transientNames = new Set<string | undefined>([
  'BandwidthLimitExceeded',
  'ConditionalRequestConflict',
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'KMSThrottlingException',
  'OperationAborted',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Error codes of sockets and resolvers: the network failed, not AWS. */
const transientCodes = new Set<string | undefined>([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

type AwsError = {
  name?: string;
  code?: string;
  message?: string;
  $retryable?: unknown;
  $metadata?: { httpStatusCode?: number };
};

/** The parts of an SDK error that say what happened. */
export const awsError = (error: unknown): AwsError =>
  error instanceof Error ? (error as AwsError) : {};

/** True when the same request may succeed later. */
export function isTransient(error: unknown): boolean {
  const { name, code, $retryable, $metadata } = awsError(error);
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    transientNames.has(name) ||
    transientCodes.has(code) ||
    $retryable !== undefined ||
    status === 429 ||
    status >= 500
  );
}

/** The error to throw: `TransientFault` if a retry may help, else the original error. */
export function translated(doing: string, error: unknown): unknown {
  if (error instanceof KeepsakeError) return error;
  if (!isTransient(error)) return worded(doing, error);
  // What is wrong with a connection is in its code.
  const { code, name = 'an unknown error' } = awsError(error);
  const reason = code ?? name;
  return new TransientFault(`Could not ${doing} now (${reason}). Try the same again later.`, {
    cause: error,
    context: { doing, reason },
  });
}

/** An answer to HEAD has no body, and the SDK calls it unknown. */
const worded = (doing: string, error: unknown): unknown => {
  const { message, $metadata } = awsError(error);
  if (error instanceof Error && message === 'UnknownError')
    error.message = `Could not ${doing} (${$metadata?.httpStatusCode}).`;
  return error;
};

/** Runs one call to AWS; `doing` completes the sentence "Could not …" and names no URL or token. */
export async function asking<Answer>(doing: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw translated(doing, error);
  }
}
