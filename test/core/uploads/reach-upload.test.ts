import { describe, expect, it } from '@jest/globals';
import { InvalidInput, NotFound } from '../../../core/errors.ts';
import { sendableUpload, visibleUpload } from '../../../core/uploads/reach-upload.ts';
import { resultOwner } from '../../../core/uploads/result-owner.ts';
import { aJob, aResult, aWorkshop, worker } from '../builders/jobs.ts';
import { arrived } from '../builders/records.ts';
import { admin, alice, errorOf, mallory } from '../builders/world.ts';

const workshop = async () => {
  const world = aWorkshop();
  const { jobId } = await aJob(world);
  aResult(world, jobId);
  arrived(world, 'upl_private');
  const end = async () => {
    const job = await world.jobs.find(jobId);
    if (job) world.jobs.put({ ...job, status: 'finished' });
  };
  return { world, jobId, end };
};

const uses = { look: visibleUpload, send: sendableUpload };

type Name = keyof typeof uses;

const may = async (
  name: Name,
  caller: typeof alice,
  uploadId: string,
  { world }: Awaited<ReturnType<typeof workshop>>,
) => {
  const answer = await uses[name](world, caller, uploadId).catch((error: unknown) => error);
  return !(answer instanceof NotFound);
};

describe('who may reach an upload', () => {
  it.each<[string, typeof alice, string, Name[]]>([
    ['its owner', alice, 'upl_private', ['look', 'send']],
    ['a stranger', mallory, 'upl_film', []],
    ['a worker, of a running job’s input', worker, 'upl_film', ['look']],
    ['a worker, of a running job’s result', worker, 'upl_cut', ['look', 'send']],
    ['a worker, of anything else', worker, 'upl_private', []],
    ['an operator, of anything', admin, 'upl_private', ['look']],
  ])('%s', async (_who, caller, uploadId, allowed) => {
    const there = await workshop();
    const names = Object.keys(uses) as Name[];
    const results = await Promise.all(names.map((name) => may(name, caller, uploadId, there)));
    expect(names.filter((_, index) => results[index])).toEqual(allowed);
  });

  it('ends for a worker with the job', async () => {
    const there = await workshop();
    await there.end();
    for (const name of ['look', 'send'] as const)
      expect(await may(name, worker, 'upl_cut', there)).toBe(false);
  });

  it('does not end for a worker while a claim has handed over the job and not yet the file', async () => {
    const there = await workshop();
    const [cut, job] = [
      await there.world.uploads.find('upl_cut'),
      await there.world.jobs.find(there.jobId),
    ];
    if (cut) there.world.uploads.put({ ...cut, ownerId: 'ses_1' });
    if (job) there.world.jobs.put({ ...job, sessionId: 'ses_1' });
    expect(await may('send', worker, 'upl_cut', there)).toBe(true);
  });

  it('is not opened to workers by a job of somebody else’s that names the file', async () => {
    const there = await workshop();
    const job = await there.world.jobs.find(there.jobId);
    if (job) there.world.jobs.put({ ...job, ownerId: mallory.ownerId });
    expect(await may('look', worker, 'upl_film', there)).toBe(false);
  });
});

describe('in whose name a result is registered', () => {
  it('is the job owner’s, for a worker and for the owner', async () => {
    const { world, jobId } = await workshop();
    for (const caller of [worker, alice])
      expect(await resultOwner(world, caller, jobId)).toEqual({
        ...caller,
        ownerId: alice.ownerId,
      });
  });

  it('is nobody’s for strangers, for jobs that are over and for jobs that are not there', async () => {
    const { world, jobId, end } = await workshop();
    const refusals = [
      await errorOf(resultOwner(world, mallory, jobId)),
      await errorOf(resultOwner(world, worker, 'job_none')),
    ];
    await end();
    refusals.push(await errorOf(resultOwner(world, worker, jobId)));
    expect(refusals.map((error) => error instanceof InvalidInput && error.message)).toEqual(
      Array(3).fill('jobId: is no running job of yours'),
    );
  });
});
