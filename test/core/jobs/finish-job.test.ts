import { describe, expect, it } from '@jest/globals';
import { InvalidInput, JobNotRunning, NotFound } from '../../../core/errors.ts';
import { failJob, finishJob } from '../../../core/jobs/finish-job.ts';
import { promoteUpload } from '../../../core/promotions/promote-upload.ts';
import { servePromotion } from '../../../core/promotions/serve-promotion.ts';
import { aJob, aResult, aWorkshop, type Workshop, worker } from '../builders/jobs.ts';
import { anOrder, arrived } from '../builders/records.ts';
import { alice, errorOf, mallory } from '../builders/world.ts';
import { anHourLater, heard, record } from './job-records.ts';

const statusOf = async (world: Workshop, uploadId: string) =>
  (await world.uploads.find(uploadId))?.status;

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
