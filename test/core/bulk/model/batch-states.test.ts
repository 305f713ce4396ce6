import { describe, expect, it } from '@jest/globals';
import { type Batch, type BatchStatus, batchStatuses } from '../../../../core/bulk/model/batch.ts';
import { noCounts } from '../../../../core/bulk/model/batch-counts.ts';
import {
  acceptKept,
  assertLeased,
  begin,
  beginRollback,
  cancel,
  finish,
  pause,
} from '../../../../core/bulk/model/batch-states.ts';
import { sampleBatch } from '../../../contracts/bulk/batch-samples.ts';

const now = '2030-01-02T00:00:00.000Z';

const changes: Record<string, [(batch: Batch) => Batch, readonly BatchStatus[]]> = {
  begin: [
    (batch) => begin(batch, now),
    ['pending', 'running', 'paused', 'completed_with_errors', 'failed', 'partly_rolled_back'],
  ],
  pause: [(batch) => pause(batch, 'ada'), ['pending', 'running', 'paused']],
  cancel: [
    (batch) => cancel(batch, 'ada', now),
    ['pending', 'running', 'paused', 'failed', 'rolling_back', 'partly_rolled_back'],
  ],
  accept: [(batch) => acceptKept(batch, 'ada'), ['partly_rolled_back']],
  'roll back': [
    (batch) => beginRollback(batch),
    [
      'running',
      'paused',
      'completed',
      'completed_with_errors',
      'failed',
      'rolling_back',
      'partly_rolled_back',
    ],
  ],
};

describe.each(Object.entries(changes))('%s', (_name, [change, allowed]) => {
  it.each(batchStatuses)('a batch that is %s', (status) => {
    const attempt = () => change(sampleBatch({ status }));
    if (allowed.includes(status)) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ name: 'BatchRefused' }));
  });
});

describe('the end of a run', () => {
  const running = sampleBatch({ status: 'running', listed: true });
  const counts = (failed: number, changed: number, planned = 0) => {
    const all = noCounts();
    all.failed.files = failed;
    all.changed.files = changed;
    all.planned.files = planned;
    return all;
  };

  it.each([
    [0, 0, 'completed'],
    [1, 0, 'completed_with_errors'],
    [0, 1, 'completed_with_errors'],
  ])('with %i failed and %i changed is %s', (failed, changed, status) => {
    expect(
      finish(running, { counts: counts(failed, changed), stop: undefined, now }),
    ).toMatchObject({ status, finishedAt: now });
  });

  it('with files left over is no success', () => {
    expect(finish(running, { counts: counts(0, 0, 3), stop: undefined, now })).toMatchObject({
      status: 'failed',
      reason: '3 files were not sent; resume it',
    });
    expect(
      finish({ ...running, listed: false }, { counts: counts(0, 0), stop: undefined, now }).status,
    ).toBe('failed');
  });

  it('leaves what somebody else decided meanwhile', () => {
    const paused = { ...running, status: 'paused' as const };
    expect(finish(paused, { counts: counts(0, 0), stop: undefined, now })).toBe(paused);
  });
});

describe('a batch in somebody’s hands', () => {
  const lease = { holder: 'rest bob', fence: 2, expiresAt: now };

  it('is theirs as long as the fence is', () => {
    expect(() => assertLeased(sampleBatch({ lease }), lease)).not.toThrow();
    expect(() => assertLeased(sampleBatch({ lease }), { ...lease, fence: 1 })).toThrow(
      /Now rest bob works on it/,
    );
    expect(() => assertLeased(sampleBatch(), lease)).toThrow(
      expect.objectContaining({ name: 'AttemptSuperseded' }),
    );
  });
});
