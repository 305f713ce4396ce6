import { describe, expect, it } from '@jest/globals';
import { untilWritten } from '../../../core/shared/until-written.ts';

/** A round that is overtaken so many times. */
const overtaken = (times: number) => {
  let rounds = 0;
  return async () => (rounds++ < times ? undefined : rounds);
};

describe('until written', () => {
  it('reads and decides again for as long as others are faster', async () => {
    expect(await untilWritten('Job job_1', { jobId: 'job_1' }, overtaken(7))).toBe(8);
  });

  it('gives up in a crowd, and says that trying again may help', async () => {
    const failed = untilWritten('Job job_1', { jobId: 'job_1' }, overtaken(8));
    await expect(failed).rejects.toMatchObject({
      name: 'TransientFault',
      retryable: true,
      context: { jobId: 'job_1' },
    });
  });

  it('does not repeat what failed', async () => {
    const refused = untilWritten('Job job_1', { jobId: 'job_1' }, () =>
      Promise.reject(new Error('no')),
    );
    await expect(refused).rejects.toThrow('no');
  });
});
