import { describe, expect, it } from '@jest/globals';
import { finishJob } from '../../../core/jobs/finish-job.ts';
import { reconcileJobs } from '../../../core/jobs/reconcile-jobs.ts';
import { servePromotion } from '../../../core/promotions/serve-promotion.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { aJob, aResult, aWorkshop, type Workshop, worker } from '../builders/jobs.ts';
import { anHourLater, heard, record } from './job-records.ts';

describe('a clean-up that is interrupted', () => {
  const ports = ['jobs', 'uploads', 'bus', 'objects'] as const;
  const faults: Fault[] = ['before', 'after'];
  const policies = [
    { inputs: 'delete', outputs: 'keep' },
    { inputs: 'keep', outputs: 'delete' },
    { inputs: 'promote', outputs: 'keep' },
  ];

  /** A workshop whose nth call of one port fails. */
  const broken = (
    world: Workshop,
    port: (typeof ports)[number],
    nth: number,
    fault: Fault,
  ): { world: Workshop; fired: () => boolean } => {
    let calls = 0;
    const failing = faulty(world[port], () => (calls++ === nth ? fault : undefined));
    return { world: aWorkshop({ ...world, [port]: failing }), fired: () => calls > nth };
  };

  it.each(
    policies.flatMap((policy) =>
      ports.flatMap((port) => faults.map((fault) => [policy, port, fault] as const)),
    ),
  )(
    'is continued to the same end, whichever call fails: %j, %s, %s',
    async (policy, port, fault) => {
      for (let nth = 0, more = true; more && nth < 40; nth += 1) {
        const world = aWorkshop();
        const { jobId } = await aJob(world, policy);
        aResult(world, jobId);
        const trial = broken(world, port, nth, fault);
        await finishJob(trial.world, worker, jobId, { outputs: { cut: 'upl_cut' } }).catch(
          () => undefined,
        );
        more = trial.fired();
        if ((await record(world, jobId)).status === 'running')
          await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
        await anHourLater(world);
        if (policy.inputs === 'promote')
          await servePromotion(world, { uploadId: 'upl_film', jobId });
        const done = { keep: 'kept', delete: 'deleted', promote: 'promoted' } as Record<
          string,
          string
        >;
        expect(await record(world, jobId)).toMatchObject({
          status: 'finished',
          announcements: [],
          cleanUp: { upl_film: done[policy.inputs], upl_cut: done[policy.outputs] },
        });
        expect(heard(world)).toContain('JobFinished');
      }
    },
  );

  it('of one job does not keep the next waiting', async () => {
    const world = aWorkshop();
    for (const jobId of ['job_a', 'job_b']) {
      const job = await aJob(world);
      world.jobs.put({ ...job, jobId, status: 'finishing', outputs: {}, revision: 0 });
    }
    world.clock.advance(2 * 3_600_000);
    const jobs = faulty(world.jobs, (operation, [job]) =>
      operation === 'save' && (job as { jobId: string }).jobId === 'job_a' ? 'before' : undefined,
    );
    const failures: string[] = [];
    expect(await reconcileJobs({ ...world, jobs }, (jobId) => failures.push(jobId))).toEqual({
      continued: 1,
      failed: 1,
    });
    expect(failures).toEqual(['job_a']);
  });
});
