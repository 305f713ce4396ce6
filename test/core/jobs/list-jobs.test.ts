import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { listJobs } from '../../../core/jobs/list-jobs.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { alice, aWorld, errorOf, mallory } from '../builders/world.ts';

const someJobs = () => {
  const world = aWorld();
  for (const day of [1, 2, 3])
    world.jobs.put(
      sampleJob({
        jobId: `job_${day}`,
        ownerId: alice.ownerId,
        createdAt: `2030-01-0${day}T00:00:00.000Z`,
      }),
    );
  return world;
};

const idsIn = ({ jobs }: Awaited<ReturnType<typeof listJobs>>) => jobs.map(({ jobId }) => jobId);

describe('list jobs', () => {
  it('answers the caller’s own, newest first, page by page; the last page has no cursor', async () => {
    const world = someJobs();
    const first = await listJobs(world, alice, { limit: '2' });
    const last = await listJobs(world, alice, { limit: '2', cursor: first.cursor });
    expect([idsIn(first), idsIn(last)]).toEqual([['job_3', 'job_2'], ['job_1']]);
    expect(last).not.toHaveProperty('cursor');
  });

  it('answers nobody else’s, and no cursor of another list', async () => {
    const world = someJobs();
    expect(await listJobs(world, mallory, {})).toEqual({ jobs: [] });
    const { cursor } = await listJobs(world, alice, { limit: '2' });
    expect(await errorOf(listJobs(world, mallory, { cursor }))).toBeInstanceOf(InvalidInput);
  });
});
