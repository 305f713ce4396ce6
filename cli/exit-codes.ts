import type { ErrorName } from '../core/error-names.ts';
import { KeepsakeError } from '../core/errors.ts';
import { accessAdvice } from './access-advice.ts';
import { CommandProblem } from './command-problem.ts';

/** Exit codes of the process. Scripts may rely on them. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  withErrors: 3,
  refused: 4,
  missing: 5,
  transient: 75,
  interrupted: 130,
  unread: 141,
} as const;

/** The exit codes, for `--help`. */
export const exitCodesText = `Exit codes
  0    done
  1    unexpected error; the message says which
  2    wrong usage, or an invalid value
  3    done, but files failed or changed, or there are findings that a person must look at
  4    refused: another process holds it, its state does not allow it, a safeguard needs
       another flag, or AWS or the API rejected the credentials
  5    no such batch, order, stage, bucket or file
  75   temporarily impossible; the same command may work later
  130  interrupted; files in flight were finished, resume continues
  141  the reader of the results has gone, as after | head; resume continues`;

/** Exhaustive: a new error does not compile until it has its place here. */
const byName: Readonly<Record<ErrorName, number>> = {
  InvalidInput: exitCodes.usage,
  BodyTooLarge: exitCodes.usage,
  NotSignedIn: exitCodes.refused,
  NotAllowed: exitCodes.refused,
  ChallengeNotPassed: exitCodes.refused,
  NotFound: exitCodes.missing,
  Gone: exitCodes.missing,
  OrderNotPaid: exitCodes.refused,
  OrderRefused: exitCodes.refused,
  UploadNotReceived: exitCodes.refused,
  UploadMismatch: exitCodes.refused,
  UploadInUse: exitCodes.refused,
  JobNotRunning: exitCodes.refused,
  QuotaExceeded: exitCodes.refused,
  AlreadyExists: exitCodes.refused,
  RequestInProgress: exitCodes.transient,
  IdempotencyKeyReused: exitCodes.usage,
  StaleRecord: exitCodes.transient,
  PaymentTooEarly: exitCodes.transient,
  AttemptSuperseded: exitCodes.refused,
  FilesNotVerified: exitCodes.refused,
  SourceMissing: exitCodes.missing,
  SourceChanged: exitCodes.refused,
  DestinationExists: exitCodes.refused,
  BatchBusy: exitCodes.refused,
  BatchRefused: exitCodes.refused,
  TransientFault: exitCodes.transient,
  RecordUnreadable: exitCodes.withErrors,
};

/** The code an error ends the process with. */
export const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommandProblem) return error.exitCode;
  if (error instanceof KeepsakeError) return byName[error.name];
  return accessAdvice(error) === undefined ? exitCodes.unexpected : exitCodes.refused;
};
