import { describe, expect, it } from '@jest/globals';
import { createJob } from '../../../core/jobs/create-job.ts';
import { failJob } from '../../../core/jobs/finish-job.ts';
import { serveVariantJob } from '../../../core/variants/serve-variant-job.ts';
import { worker } from '../builders/jobs.ts';
import { arrived } from '../builders/records.ts';
import { aStudio, everyCallFails } from '../builders/variants.ts';
import { alice } from '../builders/world.ts';

const keep = { inputs: 'keep', outputs: 'keep' };
type Studio = Parameters<typeof serveVariantJob>[0] & ReturnType<typeof aStudio>;

const aJobOver = (world: Omit<Studio, 'meanwhile'>, inputs: object, onFinish: object = keep) =>
  createJob(world, alice, { title: 'Variants', tags: ['variants'], inputs, onFinish });

describe('a job of variants', () => {
  it('ends with a result per file and size', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    arrived(world, 'upl_2');
    const { jobId } = await aJobOver(world, { a: 'upl_1', b: 'upl_2' });
    const job = await serveVariantJob(world, jobId);
    expect(job?.status).toBe('finished');
    expect(Object.keys(job?.outputs ?? {})).toEqual([
      'a-thumbnail',
      'a-web',
      'b-thumbnail',
      'b-web',
    ]);
  });

  it('has those as results that were made before', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    const first = await aJobOver(world, { a: 'upl_1' });
    await serveVariantJob(world, first.jobId);
    const second = await aJobOver(world, { a: 'upl_1' });
    expect((await serveVariantJob(world, second.jobId))?.outputs).toEqual(
      (await world.jobs.find(first.jobId))?.outputs,
    );
    expect(world.pictures.drawn).toBe(2);
  });

  it.each([
    ['is of a type that has no variants', { contentType: 'text/plain' }],
    ['cannot be drawn: no', { bytes: 'damaged' }],
  ])('fails with the file that %s', async (reason, how) => {
    const world = aStudio();
    arrived(world, 'upl_1', how);
    const { jobId } = await aJobOver(world, { scan: 'upl_1' });
    expect(await serveVariantJob(world, jobId)).toMatchObject({
      status: 'failed',
      reason: `scan ${reason}`,
    });
  });

  it('fails where its results are more than a job may have', async () => {
    const world = aStudio();
    const inputs = Object.fromEntries([...'abcdefghijklm'].map((name) => [name, `upl_${name}`]));
    for (const uploadId of Object.values(inputs)) arrived(world, uploadId);
    const { jobId } = await aJobOver(world, inputs);
    expect((await serveVariantJob(world, jobId))?.status).toBe('failed');
    expect(world.pictures.drawn).toBe(0);
  });

  it('takes its files along where its policy erases them', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    const { jobId } = await aJobOver(world, { a: 'upl_1' }, { inputs: 'delete', outputs: 'keep' });
    await serveVariantJob(world, jobId);
    expect(world.objects.all).toEqual([]);
  });

  it('keeps its results for good where a worker asks for that', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    const { jobId } = await createJob(world, worker, {
      ...{ ownerId: alice.ownerId, title: 'Variants', inputs: { a: 'upl_1' } },
      onFinish: { inputs: 'keep', outputs: 'promote' },
    });
    expect((await serveVariantJob(world, jobId))?.status).toBe('finishing');
  });

  it('that somebody else ended stays as it is', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    const { jobId } = await aJobOver(world, { a: 'upl_1' });
    await failJob(world, alice, jobId, { reason: 'not wanted' });
    expect(await serveVariantJob(world, jobId)).toMatchObject({ reason: 'not wanted' });
    expect(await serveVariantJob(world, 'job_none')).toBeUndefined();
  });

  it('ends the same, whichever call failed before', async () => {
    let jobId = 'job_none';
    const ends = await everyCallFails(
      async (world) => {
        arrived(world, 'upl_1');
        ({ jobId } = await aJobOver(world, { a: 'upl_1' }));
      },
      (world) => serveVariantJob(world, jobId),
    );
    for (const world of ends) {
      expect(Object.keys((await world.jobs.find(jobId))?.outputs ?? {})).toHaveLength(2);
      expect(world.objects.all).toHaveLength(3);
    }
  });
});
