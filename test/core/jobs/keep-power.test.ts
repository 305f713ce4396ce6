import { describe, expect, it } from '@jest/globals';
import { NotAllowed } from '../../../core/errors.ts';
import { createJob } from '../../../core/jobs/create-job.ts';
import { failJob, finishJob } from '../../../core/jobs/finish-job.ts';
import type { Caller } from '../../../core/sessions/model/session.ts';
import { aJob, aWorkshop, type Workshop, worker } from '../builders/jobs.ts';
import { arrived } from '../builders/records.ts';
import { alice, errorOf } from '../builders/world.ts';

const keeping = { inputs: 'promote', outputs: 'keep' };
const keepingResults = { inputs: 'keep', outputs: 'promote' };
const admin = { ownerId: 'usr_admin', admin: true, worker: true };
const anonymous = { ownerId: 'ses_1', admin: false, worker: false };

/**
 * A job that keeps its input, as a version without the power's check may have recorded it: it is
 * the caller's own.
 */
const oldJobOf = async (world: Workshop, { ownerId }: Caller): Promise<string> => {
  const job = await aJob(world, keeping);
  world.jobs.put({ ...job, ownerId });
  return job.jobId;
};

const create = async (world: Workshop, caller: Caller, onFinish = keeping) => {
  arrived(world, 'upl_film', { ownerId: caller.ownerId });
  return createJob(world, caller, {
    title: 'Cut',
    inputs: { film: 'upl_film' },
    onFinish,
  });
};

/** Every way in which a job can make files outlive the temporary storage. */
const ways: [string, (world: Workshop, caller: Caller) => Promise<unknown>][] = [
  ['creating a job that promotes its inputs', create],
  [
    'creating a job that promotes its results',
    (world, caller) => create(world, caller, keepingResults),
  ],
  [
    'finishing one',
    async (world, caller) => finishJob(world, caller, await oldJobOf(world, caller), {}),
  ],
  [
    'failing one',
    async (world, caller) =>
      failJob(world, caller, await oldJobOf(world, caller), { reason: 'late' }),
  ],
];

const requested = ({ bus }: Workshop): number =>
  bus.published.filter(({ detailType }) => detailType === 'UploadPromotionRequested').length;

describe('keeping files for good without an order', () => {
  it.each(
    ways.flatMap(([way, act]) =>
      [anonymous, alice].map((caller) => [way, caller.ownerId, act, caller] as const),
    ),
  )('is not to be had by %s as %s', async (_way, _id, act, caller) => {
    const world = aWorkshop();
    expect(await errorOf(act(world, caller))).toBeInstanceOf(NotAllowed);
    expect(requested(world)).toBe(0);
  });

  it.each(
    ways.flatMap(([way, act]) =>
      [worker, admin].map((caller) => [way, caller.ownerId, act, caller] as const),
    ),
  )('is to be had by %s as %s', async (_way, _id, act, caller) => {
    await expect(act(aWorkshop(), caller)).resolves.toBeDefined();
  });
});

describe('keeping files for good by a job, where the stage lets its users', () => {
  const lenient = () => ({ ...aWorkshop(), usersMayKeep: true });

  it.each(ways)('is to be had by %s as a signed-in user', async (_way, act) => {
    await expect(act(lenient(), alice)).resolves.toBeDefined();
  });

  it.each(ways)('is not to be had by %s as an anonymous visitor', async (_way, act) => {
    expect(await errorOf(act(lenient(), anonymous))).toBeInstanceOf(NotAllowed);
  });
});

describe('a job for another owner', () => {
  it('is created by a worker alone', async () => {
    const world = aWorkshop();
    arrived(world, 'upl_film');
    const wanted = {
      ownerId: alice.ownerId,
      title: 'Cut',
      inputs: { film: 'upl_film' },
      onFinish: { inputs: 'keep', outputs: 'keep' },
    };
    expect(await errorOf(createJob(world, anonymous, wanted))).toBeInstanceOf(NotAllowed);
    expect((await createJob(world, worker, wanted)).ownerId).toBe(alice.ownerId);
  });
});
