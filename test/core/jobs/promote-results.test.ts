import { describe, expect, it } from '@jest/globals';
import { finishJob } from '../../../core/jobs/finish-job.ts';
import { needsFile } from '../../../core/jobs/model/job.ts';
import { servePromotion } from '../../../core/promotions/serve-promotion.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aJob, aResult, aWorkshop, worker } from '../builders/jobs.ts';

describe('a job whose results are kept for good', () => {
  it('asks for each result it names, holds them meanwhile, and ends with the last one', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'promote' });
    aResult(world, jobId);
    const finishing = await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
    expect(finishing).toMatchObject({ status: 'finishing', cleanUp: { upl_film: 'deleted' } });
    expect([needsFile(finishing, 'upl_cut'), needsFile(finishing, 'upl_film')]).toEqual([
      true,
      false,
    ]);
    expect(world.bus.published).toContainEqual(
      expect.objectContaining({ detail: { uploadId: 'upl_cut', jobId } }),
    );
    await servePromotion(world, { uploadId: 'upl_cut', jobId });
    expect(await world.jobs.find(jobId)).toMatchObject({
      status: 'finished',
      cleanUp: { upl_cut: 'promoted', upl_film: 'deleted' },
    });
    expect(await world.uploads.find('upl_cut')).toMatchObject({ status: 'permanent' });
  });

  // A lifecycle rule takes inputs of a job that nobody ended for weeks.
  it('ends without a result whose bytes are gone, and operators are told', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'promote' });
    const { bucket, key } = aResult(world, jobId);
    await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
    await world.objects.removeAll(bucket, key);
    await expect(servePromotion(world, { uploadId: 'upl_cut', jobId })).rejects.toMatchObject({
      name: 'SourceMissing',
    });
    const job = await world.jobs.find(jobId);
    expect(job).toMatchObject({ status: 'finished', cleanUp: { upl_cut: 'unavailable' } });
    expect(job && needsFile(job, 'upl_cut')).toBe(false);
  });

  it('waits for a result that storage does not answer for just now: it is not lost', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'promote' });
    aResult(world, jobId);
    await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
    const objects = faulty(world.objects, () => 'before');
    const served = servePromotion({ ...world, objects }, { uploadId: 'upl_cut', jobId });
    await expect(served).rejects.toMatchObject({ name: 'TransientFault' });
    expect(await world.jobs.find(jobId)).toMatchObject({ status: 'finishing' });
    await servePromotion(world, { uploadId: 'upl_cut', jobId });
    expect(await world.jobs.find(jobId)).toMatchObject({ cleanUp: { upl_cut: 'promoted' } });
  });
});
