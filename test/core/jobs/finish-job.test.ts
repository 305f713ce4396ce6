import { describe, expect, it } from '@jest/globals';
import { InvalidInput, JobNotRunning, NotFound } from '../../../core/errors.ts';
import { failJob, finishJob } from '../../../core/jobs/finish-job.ts';
import { reconcileJobs } from '../../../core/jobs/reconcile-jobs.ts';
import { promoteUpload } from '../../../core/promotions/promote-upload.ts';
import { servePromotion } from '../../../core/promotions/serve-promotion.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { aJob, aResult, aWorkshop, type Workshop, worker } from '../builders/jobs.ts';
import { anOrder, arrived } from '../builders/records.ts';
import { alice, errorOf, mallory } from '../builders/world.ts';

const heard = ({ bus }: Workshop) => bus.published.map(({ detailType }) => detailType);

const statusOf = async (world: Workshop, uploadId: string) =>
  (await world.uploads.find(uploadId))?.status;

const record = async (world: Workshop, jobId: string) => {
  const job = await world.jobs.find(jobId);
  if (!job) throw new Error('no job');
  return job;
};

/** Everything the hourly run does for jobs, an hour later. */
const anHourLater = (world: Workshop) => {
  world.clock.advance(61 * 60_000);
  return reconcileJobs(world, (_jobId, error) => {
    throw error;
  });
};

describe('finish a job', () => {
  it('keeps what its policy keeps, and says what came of it', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world);
    aResult(world, jobId);
    const job = await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
    expect(job).toMatchObject({
      status: 'finished',
      cleanUp: { upl_film: 'kept', upl_cut: 'kept' },
      finishedAt: expect.any(String),
    });
    expect(world.bus.published.at(-1)).toMatchObject({
      detailType: 'JobFinished',
      detail: { jobId, outputs: { cut: 'upl_cut' } },
    });
    expect(await statusOf(world, 'upl_film')).toBe('uploaded');
  });

  it('erases what its policy deletes, and the ledger says for which job', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'delete' });
    aResult(world, jobId);
    const job = await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
    expect(job).toMatchObject({
      status: 'finished',
      cleanUp: { upl_film: 'deleted', upl_cut: 'deleted' },
    });
    expect([
      await statusOf(world, 'upl_film'),
      await statusOf(world, 'upl_cut'),
      world.objects.all,
    ]).toEqual([undefined, undefined, []]);
    expect((await world.erasures.find('upl_film'))?.erasedBy).toBe(jobId);
  });

  it.each([
    ['the result', 'upl_cut'],
    ['the job', 'job'],
  ])('takes a result while a claim has handed over only %s', async (_which, moved) => {
    const world = aWorkshop();
    const { jobId } = await aJob(world);
    const session = { ownerId: 'ses_1' };
    const claimed = { ownerId: alice.ownerId, sessionId: 'ses_1' };
    const [cut, job] = [aResult(world, jobId), await record(world, jobId)];
    world.uploads.put({ ...cut, ...(moved === 'upl_cut' ? claimed : session) });
    world.jobs.put({ ...job, ...(moved === 'job' ? claimed : session) });
    expect(await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } })).toMatchObject({
      status: 'finished',
    });
  });

  it('leaves what a paid order needs, and says so', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'keep' });
    world.orders.put(anOrder({ status: 'paid' }));
    const film = await world.uploads.find('upl_film');
    if (film) world.uploads.put({ ...film, orderIds: ['ord_1'] });
    expect(await finishJob(world, worker, jobId, {})).toMatchObject({
      status: 'finished',
      cleanUp: { upl_film: 'in_use' },
    });
    expect(await statusOf(world, 'upl_film')).toBe('uploaded');
  });

  it('leaves what another running job needs', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'keep' });
    const film = await world.uploads.find('upl_film');
    world.jobs.put({ ...(await record(world, jobId)), jobId: 'job_other', revision: 0 });
    if (film) world.uploads.put({ ...film, jobIds: [jobId, 'job_other'] });
    expect(await finishJob(world, worker, jobId, {})).toMatchObject({
      cleanUp: { upl_film: 'in_use' },
    });
  });

  it('waits for its promotions, and ends with the last of them', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'promote', outputs: 'keep' });
    expect((await finishJob(world, worker, jobId, {})).status).toBe('finishing');
    expect(world.bus.published.at(-1)).toEqual({
      detailType: 'UploadPromotionRequested',
      detail: { uploadId: 'upl_film', jobId },
    });
    await servePromotion(world, { uploadId: 'upl_film', jobId });
    expect(await record(world, jobId)).toMatchObject({
      status: 'finished',
      cleanUp: { upl_film: 'promoted' },
      announcements: [],
    });
    expect(heard(world)).toEqual(['JobCreated', 'UploadPromotionRequested', 'JobFinished']);
  });

  it('asks for a promotion again when the first request got lost', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'promote', outputs: 'keep' });
    await finishJob(world, worker, jobId, {});
    expect(await anHourLater(world)).toEqual({ continued: 1, failed: 0 });
    expect(heard(world).filter((type) => type === 'UploadPromotionRequested')).toHaveLength(2);
    await promoteUpload(world, 'upl_film');
    await anHourLater(world);
    expect((await record(world, jobId)).status).toBe('finished');
  });

  it('does not wait for what can never be promoted', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'promote', outputs: 'keep' });
    world.uploads.remove('upl_film');
    expect(await finishJob(world, worker, jobId, {})).toMatchObject({
      status: 'finished',
      cleanUp: { upl_film: 'unavailable' },
    });
  });

  it('answers the same to the same again, whatever the order of names', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world);
    for (const id of ['upl_a', 'upl_b']) aResult(world, jobId, id);
    const first = await finishJob(world, worker, jobId, { outputs: { a: 'upl_a', b: 'upl_b' } });
    expect(await finishJob(world, worker, jobId, { outputs: { b: 'upl_b', a: 'upl_a' } })).toEqual(
      first,
    );
    expect(heard(world)).toEqual(['JobCreated', 'JobFinished']);
  });

  it.each([
    [
      'finished with nothing',
      (world: Workshop, jobId: string) => finishJob(world, worker, jobId, {}),
    ],
    [
      'failed',
      (world: Workshop, jobId: string) => failJob(world, worker, jobId, { reason: 'late' }),
    ],
  ])('refuses to be %s after it was finished with a result', async (_how, again) => {
    const world = aWorkshop();
    const { jobId } = await aJob(world);
    aResult(world, jobId);
    await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
    expect(await errorOf(again(world, jobId))).toBeInstanceOf(JobNotRunning);
  });

  it.each([
    ['an input', 'upl_film'],
    ['another upload of the owner’s', 'upl_other'],
    ['a stranger’s', 'upl_foreign'],
    ['one that was not received', 'upl_pending'],
    ['one that does not exist', 'upl_none'],
  ])('takes no %s for a result: the policy might delete it', async (_what, uploadId) => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'keep', outputs: 'delete' });
    arrived(world, 'upl_other');
    arrived(world, 'upl_foreign', { ownerId: mallory.ownerId, jobIds: [jobId] });
    world.uploads.put({ ...aResult(world, jobId, 'upl_pending'), status: 'pending' });
    const error = await errorOf(finishJob(world, worker, jobId, { outputs: { cut: uploadId } }));
    expect(error instanceof InvalidInput && error.issues[0]?.field).toBe('outputs.cut');
    expect((await record(world, jobId)).status).toBe('running');
  });

  it('is for its owner and for workers; to anybody else there is no such job', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world);
    expect(await errorOf(finishJob(world, mallory, jobId, {}))).toEqual(new NotFound('job', jobId));
    expect((await finishJob(world, alice, jobId, {})).status).toBe('finished');
  });
});

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
