import { describe, expect, it } from '@jest/globals';
import * as errors from '../../../core/errors.ts';
import { problemOf } from '../../../lambdas/shared/problem.ts';

const { InvalidInput, KeepsakeError, NotFound } = errors;

type Class = new (message: string) => errors.KeepsakeError;

const isError = (value: unknown): value is Class =>
  typeof value === 'function' && value.prototype instanceof KeepsakeError;

/** Every error there is, from core/errors.ts itself: a new one must find its place here. */
const classes = new Map(
  Object.entries(errors).flatMap(([name, value]) =>
    isError(value) ? [[name, value] as const] : [],
  ),
);
const names = [...classes.keys()];

const made = (name: string): errors.KeepsakeError => {
  if (name === 'InvalidInput') return InvalidInput.of('files[0].role', 'must be a string');
  if (name === 'RecordUnreadable')
    return new errors.RecordUnreadable([{ kind: 'order', id: 'ord_1', fields: ['status'] }]);
  if (name === 'NotFound') return new NotFound('order', 'ord_1');
  const Made = classes.get(name);
  if (!Made) throw new Error(`no error ${name}`);
  return new Made('what happened');
};

const expected: Record<string, [number, string]> = {
  InvalidInput: [400, 'invalid-input'],
  BodyTooLarge: [413, 'body-too-large'],
  NotSignedIn: [401, 'not-signed-in'],
  NotAllowed: [403, 'not-allowed'],
  ChallengeNotPassed: [403, 'challenge-not-passed'],
  NotFound: [404, 'not-found'],
  Gone: [410, 'gone'],
  OrderNotPaid: [409, 'order-not-paid'],
  OrderRefused: [409, 'order-refused'],
  SourceMissing: [404, 'source-missing'],
  UploadNotReceived: [409, 'upload-not-received'],
  UploadMismatch: [409, 'upload-mismatch'],
  UploadInUse: [409, 'upload-in-use'],
  JobNotRunning: [409, 'job-not-running'],
  QuotaExceeded: [429, 'quota-exceeded'],
  AlreadyExists: [409, 'already-exists'],
  RequestInProgress: [409, 'request-in-progress'],
  IdempotencyKeyReused: [422, 'idempotency-key-reused'],
  StaleRecord: [409, 'stale-record'],
  PaymentTooEarly: [409, 'payment-too-early'],
  AttemptSuperseded: [409, 'attempt-superseded'],
  BatchBusy: [409, 'batch-busy'],
  BatchRefused: [409, 'batch-refused'],
  FilesNotVerified: [409, 'files-not-verified'],
  SourceChanged: [409, 'source-changed'],
  DestinationExists: [409, 'destination-exists'],
  TransientFault: [503, 'transient-fault'],
  RecordUnreadable: [500, 'record-unreadable'],
};

describe('an error as problem details', () => {
  it('has its place for every error there is', () => {
    expect(Object.keys(expected).sort()).toEqual([...names].sort());
  });

  it.each(names)('%s has a stable type and status', (name) => {
    const { status, type } = problemOf(made(name));
    expect([status, type]).toEqual([
      expected[name]?.[0],
      `urn:keepsake:problem:${expected[name]?.[1]}`,
    ]);
  });

  it.each(names)('%s says in general and in particular what is wrong', (name) => {
    const problem = problemOf(made(name));
    expect(problem.title.length).toBeGreaterThan(5);
    expect(problem.detail).toBe(made(name).message);
  });

  it.each(names)('%s is answered with a status of its family', (name) => {
    const statuses = {
      input: [400, 413, 422],
      denied: [401, 403],
      missing: [404, 410],
      conflict: [409],
      limited: [429],
      transient: [503],
      damaged: [500],
    };
    const error = made(name);
    expect(statuses[error.family]).toContain(problemOf(error).status);
  });

  it('names the wrong fields of invalid input', () => {
    expect(problemOf(made('InvalidInput')).errors).toEqual([
      { field: 'files[0].role', message: 'must be a string' },
    ]);
  });

  it.each([
    new TypeError('x is undefined at https://internal'),
    'a string',
    undefined,
    { message: 'secret' },
  ])('says nothing of what is no error of ours (%s)', (error) => {
    const { status, type, detail } = problemOf(error);
    expect([status, type]).toEqual([500, 'urn:keepsake:problem:unexpected']);
    expect(detail).not.toMatch(/undefined|internal|secret|a string/);
  });
});
