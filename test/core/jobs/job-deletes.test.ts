import { describe, expect, it } from '@jest/globals';
import { createLink } from '../../../core/delivery/manage-links.ts';
import { finishJob } from '../../../core/jobs/finish-job.ts';
import { promoteUpload } from '../../../core/promotions/promote-upload.ts';
import { deleteUpload } from '../../../core/retention/delete-upload.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aJob, aResult, aWorkshop, type Workshop, worker } from '../builders/jobs.ts';
import { sweepUntilDone } from '../builders/races.ts';
import { aPaidOrder, aVerifiedFile } from '../builders/records.ts';
import { alice, errorOf, filesBucket, keptVersions } from '../builders/world.ts';

const deleting = { inputs: 'delete', outputs: 'delete' };

const record = ({ uploads }: Workshop, uploadId = 'upl_film') => uploads.find(uploadId);

/** The customer paid for the film, and the saga has just committed it. */
const orderCompleted = async (world: Workshop, uploadId = 'upl_film') => {
  const upload = await record(world, uploadId);
  const key = `photos/ord_1/${uploadId}`;
  const { versionId } = world.objects.put(filesBucket, key, `bytes of ${uploadId}`);
  if (upload) world.uploads.put({ ...upload, orderIds: ['ord_1'] });
  world.uploads.repoint(
    { uploadId, bucket: filesBucket, key, versionId },
    '2030-01-01T00:00:00.000Z',
  );
  const completed = aPaidOrder({ status: 'completed' }, { status: 'completed' });
  world.orders.put(completed, [aVerifiedFile('photo', { uploadId, permanentKey: key, versionId })]);
};

/**
 * The same workshop; just before the first call of that operation on the registry, `act` happens.
 */
const before = (
  world: Workshop,
  operation: 'find' | 'save',
  act: () => Promise<unknown>,
): Workshop => {
  let isOver = false;
  const uploads = new Proxy(world.uploads, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || name !== operation)
        return typeof member === 'function' ? member.bind(target) : member;
      return async (...args: unknown[]) => {
        const isFirst = !isOver;
        isOver = true;
        if (isFirst) await act();
        return Reflect.apply(member, target, args);
      };
    },
  });
  return aWorkshop({ ...world, uploads });
};

describe('a job that deletes its files', () => {
  it('leaves what a completed order keeps, its links, and says so', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    await orderCompleted(world);
    await createLink({ ...world, linkDays: 10 }, alice, 'ord_1', { role: 'photo' });
    expect(await finishJob(world, worker, jobId, {})).toMatchObject({
      status: 'finished',
      cleanUp: { upl_film: 'in_use' },
    });
    expect(await record(world)).toMatchObject({ status: 'permanent' });
    expect([keptVersions(world).length, world.links.all[0]?.revokedAt]).toEqual([1, undefined]);
  });

  it('leaves a result that an order keeps', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    aResult(world, jobId);
    await orderCompleted(world, 'upl_cut');
    const job = await finishJob(world, worker, jobId, { outputs: { cut: 'upl_cut' } });
    expect(job.cleanUp).toEqual({ upl_film: 'deleted', upl_cut: 'in_use' });
    expect(await record(world, 'upl_cut')).toMatchObject({ status: 'permanent' });
  });

  it('leaves what was promoted meanwhile', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    await promoteUpload(world, 'upl_film');
    expect((await finishJob(world, worker, jobId, {})).cleanUp).toEqual({ upl_film: 'in_use' });
    expect(keptVersions(world)).toHaveLength(1);
  });

  it('leaves what an order commits between the look and the mark', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    const overtaken = before(world, 'save', () => orderCompleted(world));
    expect((await finishJob(overtaken, worker, jobId, {})).cleanUp).toEqual({ upl_film: 'in_use' });
    expect([(await record(world))?.status, keptVersions(world).length]).toEqual(['permanent', 1]);
  });

  it('goes on with the erasure of what its owner wanted gone', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    await orderCompleted(world);
    const film = await record(world);
    if (film)
      world.uploads.put({
        ...film,
        removal: { as: 'erased', at: '2030-01-01T00:00:00.000Z', by: alice.ownerId },
      });
    expect((await finishJob(world, worker, jobId, {})).cleanUp).toEqual({ upl_film: 'deleted' });
    expect([await record(world), world.objects.all]).toEqual([undefined, []]);
  });

  it('leaves it to its owner to erase what is kept', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    await orderCompleted(world);
    await finishJob(world, worker, jobId, {});
    await deleteUpload(world, alice, 'upl_film');
    expect(world.objects.all).toEqual([]);
  });
});

describe('an erasure of a job that is interrupted', () => {
  it('is not finished by a sweeper that looked before an order committed the file', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    const objects = faulty(world.objects, (operation) =>
      operation === 'removeAll' ? 'before' : undefined,
    );
    await errorOf(finishJob(aWorkshop({ ...world, objects }), worker, jobId, {}));
    expect(await record(world)).toMatchObject({ removal: { as: 'erased', by: jobId } });
    await sweepUntilDone(before(world, 'find', () => orderCompleted(world)));
    expect([(await record(world))?.status, keptVersions(world).length]).toEqual(['permanent', 1]);
  });

  it('spares a file that another owner got meanwhile', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, deleting);
    const upload = await record(world);
    if (!upload) throw new Error('there is no film');
    world.uploads.put({ ...upload, ownerId: 'usr_other' });
    const { cleanUp } = await finishJob(world, worker, jobId, {});
    expect(cleanUp).toEqual({ upl_film: 'in_use' });
    expect(await record(world)).toMatchObject({ ownerId: 'usr_other', status: 'uploaded' });
  });
});
