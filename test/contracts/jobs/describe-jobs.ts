import { describe, expect, it } from '@jest/globals';
import type { Job, JobQuery } from '../../../core/jobs/model/job.ts';
import type { Jobs } from '../../../core/jobs/ports.ts';
import { freshId, sampleJob } from '../shared/samples.ts';

/** Contract tests of every store of jobs. */
export function describeJobs(name: string, makeJobs: () => Jobs): void {
  describe(`${name} as Jobs`, () => {
    const jobs = makeJobs();

    const made = async (changes: Partial<Job> = {}): Promise<Job> => {
      const job = sampleJob(changes);
      await jobs.create(job);
      return job;
    };

    it('finds what was created, and nothing else', async () => {
      const job = await made();
      expect(await jobs.find(job.jobId)).toEqual(job);
      expect(await jobs.find(freshId('job'))).toBeUndefined();
    });

    it('refuses a second job with the same id and keeps the first', async () => {
      const job = await made();
      await expect(jobs.create({ ...job, ownerId: 'thief' })).rejects.toMatchObject({
        name: 'AlreadyExists',
      });
      expect((await jobs.find(job.jobId))?.ownerId).toBe(job.ownerId);
    });

    it('finds many, once each, and leaves out what does not exist', async () => {
      const [a, b] = [await made(), await made()];
      const found = await jobs.findMany([a.jobId, b.jobId, a.jobId, freshId('job')]);
      expect(found.map(({ jobId }) => jobId).sort()).toEqual([a.jobId, b.jobId].sort());
      expect(await jobs.findMany([])).toEqual([]);
    });

    it('saves over the revision that was read and nothing else', async () => {
      const job = await made();
      const saved = await jobs.save({ ...job, status: 'finishing' });
      expect(saved).toEqual({ ...job, status: 'finishing', revision: 1 });
      await expect(jobs.save({ ...job, status: 'failing' })).rejects.toMatchObject({
        name: 'StaleRecord',
      });
      expect(await jobs.find(job.jobId)).toEqual(saved);
    });

    it('does not save what was never created', async () => {
      await expect(jobs.save(sampleJob())).rejects.toMatchObject({ name: 'StaleRecord' });
    });

    it('lists an owner’s jobs in pages, newest first, and nobody else’s', async () => {
      const ownerId = freshId('usr');
      const days = ['01', '03', '02'];
      const [old, young, middle] = await Promise.all(
        days.map((day) => made({ ownerId, createdAt: `2030-01-${day}T00:00:00.000Z` })),
      );
      const page = await jobs.list({ ownerId }, { limit: 2 });
      expect(page.jobs).toEqual([young, middle]);
      expect(await jobs.list({ ownerId }, { limit: 2, after: page.next })).toEqual({ jobs: [old] });
      expect(await jobs.list({ ownerId: freshId('usr') }, { limit: 2 })).toEqual({ jobs: [] });
    });

    it('lists the jobs of every owner, and those in one status', async () => {
      const [running, other] = await Promise.all([made(), made()]);
      const failed = await jobs.save({ ...(await made()), status: 'failed' });
      const all = await everyId(jobs, {});
      for (const { jobId } of [running, other, failed])
        expect(all.filter((id) => id === jobId)).toEqual([jobId]);
      const broken = await everyId(jobs, { status: 'failed' });
      expect(broken).toContain(failed.jobId);
      expect(broken).not.toContain(running.jobId);
      const { ownerId } = failed;
      expect(await everyId(jobs, { ownerId, status: 'failed' })).toContain(failed.jobId);
    });

    it('lists jobs in need of attention unchanged since a time, oldest first', async () => {
      const needy = { status: 'finishing' as const, announcements: [] };
      const [late, early] = await Promise.all(
        ['02', '01'].map((day) => made({ ...needy, updatedAt: `2029-04-${day}T00:00:00.000Z` })),
      );
      const quiet = await made({ announcements: [], updatedAt: '2029-04-01T00:00:00.000Z' });
      const unsent = await made({ updatedAt: '2029-04-03T00:00:00.000Z' });
      const ids = [late, early, quiet, unsent].map((job) => job?.jobId);
      const listed = await listAttention(jobs, '2029-04-04T00:00:00.000Z');
      expect(listed.filter((id) => ids.includes(id))).toEqual([
        early?.jobId,
        late?.jobId,
        unsent.jobId,
      ]);
      expect(await listAttention(jobs, '2029-04-02T00:00:00.000Z')).not.toContain(late?.jobId);
    });

    it('forgets a job that no longer needs attention', async () => {
      const job = await made({ updatedAt: '2029-05-01T00:00:00.000Z' });
      await jobs.save({ ...job, announcements: [] });
      expect(await listAttention(jobs, '2029-05-02T00:00:00.000Z')).not.toContain(job.jobId);
    });
  });
}

async function everyId(jobs: Jobs, query: JobQuery): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await jobs.list(query, { limit: 2, after });
    found.push(...page.jobs.map(({ jobId }) => jobId));
    after = page.next;
  }
  return found;
}

async function listAttention(jobs: Jobs, before: string): Promise<string[]> {
  const found: string[] = [];
  for await (const jobId of jobs.needingAttention(new Date(before))) found.push(jobId);
  return found;
}
