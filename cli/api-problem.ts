import { awsError } from '../adapters/aws/aws-errors.ts';
import type { KeepsakeProblem } from '../client/operator/operator.ts';
import { CommandProblem } from './command-problem.ts';
import { exitCodes } from './exit-codes.ts';

const byStatus: Readonly<Record<number, number>> = {
  0: exitCodes.transient,
  400: exitCodes.usage,
  401: exitCodes.refused,
  403: exitCodes.refused,
  404: exitCodes.missing,
  409: exitCodes.refused,
  410: exitCodes.missing,
  429: exitCodes.transient,
  503: exitCodes.transient,
};

/** A refusal of the API as a message and an exit code. Any other error stays as it is. */
export const asCommandProblem = (error: unknown): unknown => {
  if (!isApiProblem(error)) return error;
  const { status, detail } = error;
  const exitCode = error.is('record-unreadable')
    ? exitCodes.withErrors
    : (byStatus[status] ?? exitCodes.unexpected);
  return new CommandProblem(`${oneLine(`${detail}`)}${adviceOf(status)}`, exitCode, error);
};

// By its name: the class is in the client's bundle, which verbs without an API need not load.
const isApiProblem = (error: unknown): error is KeepsakeProblem =>
  error instanceof Error && error.name === 'KeepsakeProblem';

/** A detail repeats the request: a line break in it could forge a line of output. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

const adviceOf = (status: number): string => {
  if (status === 0) return ' Look whether the stage is up, and try again.';
  return status === 401 || status === 403
    ? ' The token must be a current access token of a member of the admin group; it lasts an hour.'
    : '';
};

/** Storage's answer that a bucket is not there, as a problem of the command; other errors as is. */
export const asMissingBucket = (error: unknown): unknown => {
  const { name, $metadata } = awsError(error);
  if ($metadata?.httpStatusCode !== 404) return error;
  return new CommandProblem(
    `Storage has no such bucket (${name}). Create it, or name another bucket or endpoint.`,
    exitCodes.missing,
    error,
  );
};
