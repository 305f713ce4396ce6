import { describe, expect, it } from '@jest/globals';
import { InvalidInput, JobNotRunning } from '../../../core/errors.ts';
import { failJob } from '../../../core/jobs/finish-job.ts';
import { aJob, aWorkshop, worker } from '../builders/jobs.ts';
import { errorOf } from '../builders/world.ts';

describe('fail a job', () => {
  it('keeps the reason, applies the policy and says so', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'keep' });
    const job = await failJob(world, worker, jobId, { reason: 'no such codec' });
    expect(job).toMatchObject({
      status: 'failed',
      reason: 'no such codec',
      cleanUp: { upl_film: 'deleted' },
    });
    expect(world.bus.published.at(-1)).toMatchObject({
      detailType: 'JobFailed',
      detail: { jobId, reason: 'no such codec' },
    });
  });

  it('can be repeated with the same reason and no other', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world);
    const first = await failJob(world, worker, jobId, { reason: 'late' });
    expect(await failJob(world, worker, jobId, { reason: 'late' })).toEqual(first);
    expect(await errorOf(failJob(world, worker, jobId, { reason: 'later' }))).toBeInstanceOf(
      JobNotRunning,
    );
  });

  it('needs a reason', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world);
    expect(await errorOf(failJob(world, worker, jobId, {}))).toBeInstanceOf(InvalidInput);
  });
});
