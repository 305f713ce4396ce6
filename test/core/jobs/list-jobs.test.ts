import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { listJobs } from '../../../core/jobs/list-jobs.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { admin, alice, aWorld, errorOf, mallory } from '../builders/world.ts';

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

  it('answers operators everybody’s, or those of one owner, or in one status', async () => {
    const world = someJobs();
    world.jobs.put(sampleJob({ jobId: 'job_4', ownerId: mallory.ownerId, status: 'failed' }));
    const of = async (query: object) => idsIn(await listJobs(world, admin, query)).sort();
    expect(await of({})).toEqual(['job_1', 'job_2', 'job_3', 'job_4']);
    expect(await of({ ownerId: mallory.ownerId })).toEqual(['job_4']);
    expect(await of({ status: 'failed' })).toEqual(['job_4']);
    expect(await of({ status: 'failed', ownerId: alice.ownerId })).toEqual([]);
    expect(await of({ ownerId: 'me' })).toEqual([]);
  });

  it('answers others their own in one status, and refuses a named owner', async () => {
    const world = someJobs();
    expect(idsIn(await listJobs(world, alice, { status: 'running' }))).toHaveLength(3);
    expect(idsIn(await listJobs(world, alice, { ownerId: 'me', status: 'failed' }))).toEqual([]);
    for (const ownerId of [mallory.ownerId, 'usr_nobody'])
      expect(await errorOf(listJobs(world, alice, { ownerId }))).toMatchObject({
        issues: [{ field: 'ownerId', message: 'is for operators; leave it out' }],
      });
  });

  it('refuses a status that is none, and the cursor of another status', async () => {
    const world = someJobs();
    expect(await errorOf(listJobs(world, admin, { status: 'lost' }))).toMatchObject({
      issues: [{ field: 'status' }],
    });
    const { cursor } = await listJobs(world, admin, { limit: '1' });
    expect(await errorOf(listJobs(world, admin, { status: 'running', cursor }))).toMatchObject({
      issues: [{ field: 'cursor' }],
    });
  });
});
