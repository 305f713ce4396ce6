import { describe, expect, it } from '@jest/globals';
import { asking } from '../../../adapters/aws/aws-errors.ts';
import { StaleRecord } from '../../../core/errors.ts';

const awsError = (parts: Record<string, unknown>): Error => Object.assign(new Error('no'), parts);

const failing = (error: unknown) => asking('do it', () => Promise.reject(error));

const transient: [string, Record<string, unknown>][] = [
  ['a throttled read', { name: 'ProvisionedThroughputExceededException' }],
  ['a throttled call', { name: 'ThrottlingException' }],
  ['S3 asking to slow down', { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }],
  [
    'an error inside a 200 of CopyObject',
    { name: 'InternalError', $metadata: { httpStatusCode: 200 } },
  ],
  [
    'a conditional write that met another',
    { name: 'ConditionalRequestConflict', $metadata: { httpStatusCode: 409 } },
  ],
  ['a write that met a transaction', { name: 'TransactionConflictException' }],
  ['any 500', { name: 'Whatever', $metadata: { httpStatusCode: 500 } }],
  ['a 429', { name: 'Whatever', $metadata: { httpStatusCode: 429 } }],
  ['what the service declares retryable', { name: 'Whatever', $retryable: { throttling: false } }],
  ['a time-out', { name: 'TimeoutError' }],
  ['an idle socket', { name: 'RequestTimeout', $metadata: { httpStatusCode: 400 } }],
  ['a reset connection', { code: 'ECONNRESET' }],
  ['a refused connection', { code: 'ECONNREFUSED' }],
  ['a body that ended early', { code: 'ERR_STREAM_PREMATURE_CLOSE' }],
];

const lasting: [string, Record<string, unknown>][] = [
  ['a missing permission', { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }],
  ['a malformed request', { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }],
  ['a missing bucket', { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } }],
];

describe('asking AWS', () => {
  it.each(transient)('calls %s transient and keeps its cause', async (_, parts) => {
    const cause = awsError(parts);
    await expect(failing(cause)).rejects.toMatchObject({
      name: 'TransientFault',
      retryable: true,
      cause,
    });
  });

  it('says what was done where AWS has no words: an answer to HEAD has no body', async () => {
    const wordless = Object.assign(new Error('UnknownError'), {
      name: '403',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(failing(wordless)).rejects.toMatchObject({
      message: 'Could not do it (403).',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it.each(lasting)('passes on %s', async (_, parts) => {
    const error = awsError(parts);
    await expect(failing(error)).rejects.toBe(error);
  });

  it('leaves errors of the domain alone', async () => {
    const error = new StaleRecord('changed');
    await expect(failing(error)).rejects.toBe(error);
  });

  it('says what could not be done', async () => {
    await expect(failing(awsError({ name: 'SlowDown' }))).rejects.toThrow(
      'Could not do it now (SlowDown). Try the same again later.',
    );
  });

  it('answers what was asked for', async () => {
    expect(await asking('do it', async () => 42)).toBe(42);
  });
});
