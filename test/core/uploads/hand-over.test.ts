import { describe, expect, it } from '@jest/globals';
import { finishJob } from '../../../core/jobs/finish-job.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import { handOverUploads } from '../../../core/uploads/hand-over.ts';
import { uploadView } from '../../../core/uploads/model/upload-view.ts';
import { visibleUpload } from '../../../core/uploads/reach-upload.ts';
import { aJob, aWorkshop, worker } from '../builders/jobs.ts';
import { arrived, kept } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory } from '../builders/world.ts';

const legacy = () => {
  const world = aWorld();
  kept(world, 'upl_1', { ownerId: 'legacy', legacyPath: 'a.jpg' });
  return world;
};

const toAlice = { uploadId: 'upl_1', ownerId: alice.ownerId };

describe('handing an upload over', () => {
  it('makes it its new owner’s, and nothing else of it changes', async () => {
    const world = legacy();
    const before = await world.uploads.find('upl_1');
    expect(await handOverUploads(world, { changes: [{ ...toAlice, partnerId: 'shop' }] })).toEqual({
      handedOver: 1,
      unchanged: 0,
      refused: [],
      dryRun: false,
    });
    expect(await visibleUpload(world, alice, 'upl_1')).toEqual({
      ...before,
      ownerId: alice.ownerId,
      partnerId: 'shop',
      formerOwnerIds: ['legacy'],
      revision: 1,
      updatedAt: expect.any(String),
    });
    await expect(visibleUpload(world, mallory, 'upl_1')).rejects.toThrow('upl_1');
  });

  it('does not tell the new owner whose it was', async () => {
    const world = legacy();
    await handOverUploads(world, { changes: [toAlice] });
    const upload = await visibleUpload(world, alice, 'upl_1');
    expect(JSON.stringify(uploadView(upload))).not.toContain('"legacy"');
  });

  it('changes nothing in a dry run, nor where the owner is the same', async () => {
    const world = legacy();
    expect(await handOverUploads(world, { changes: [toAlice], dryRun: true })).toMatchObject({
      handedOver: 1,
    });
    expect(await world.uploads.find('upl_1')).toMatchObject({ ownerId: 'legacy', revision: 0 });
    await handOverUploads(world, { changes: [toAlice] });
    expect(await handOverUploads(world, { changes: [toAlice] })).toMatchObject({ unchanged: 1 });
    expect(await world.uploads.find('upl_1')).toMatchObject({ revision: 1 });
  });

  it('ends what the session of its former owner could do', async () => {
    const world = aWorld();
    arrived(world, 'upl_1', { ownerId: mallory.ownerId, sessionId: 'ses_1' });
    await handOverUploads(world, { changes: [toAlice] });
    expect(await world.uploads.find('upl_1')).not.toHaveProperty('sessionId');
  });

  it('refuses the files of an order and what is not there, and hands over the rest', async () => {
    const world = legacy();
    kept(world, 'upl_ordered', { ownerId: 'legacy', orderIds: ['ord_1'] });
    const changes = ['upl_1', 'upl_ordered', 'upl_none'].map((uploadId) => ({
      ...toAlice,
      uploadId,
    }));
    expect(await handOverUploads(world, { changes })).toMatchObject({
      handedOver: 1,
      refused: [
        { uploadId: 'upl_ordered', reason: expect.stringContaining('order ord_1') },
        { uploadId: 'upl_none', reason: 'There is no such upload.' },
      ],
    });
  });

  it.each([
    [{ changes: [] }, 'changes: must name an upload'],
    [{ changes: [{ uploadId: 'upl_1' }] }, 'changes[0].ownerId: must be the id of an owner'],
    [{ changes: [{ ...toAlice, ownerId: 'a b' }] }, 'changes[0].ownerId'],
    [{ changes: Array(101).fill(toAlice) }, 'at most 100'],
  ])('refuses %j', async (input, message) => {
    expect(await errorOf(handOverUploads(legacy(), input))).toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(message),
    });
  });

  it('refuses the files of a running job, whose policy may erase them', async () => {
    const world = aWorkshop();
    const { jobId } = await aJob(world, { inputs: 'delete', outputs: 'keep' });
    const changes = [{ uploadId: 'upl_film', ownerId: mallory.ownerId }];
    expect(await handOverUploads(world, { changes })).toMatchObject({
      handedOver: 0,
      refused: [{ uploadId: 'upl_film', reason: expect.stringContaining(jobId) }],
    });
    await finishJob(world, worker, jobId, {});
    arrived(world, 'upl_film');
    expect(await handOverUploads(world, { changes })).toMatchObject({ handedOver: 1 });
  });

  it('leaves no copy behind when the file is erased later', async () => {
    const world = aWorld();
    const { key } = arrived(world, 'upl_1', { ownerId: mallory.ownerId });
    kept(world, 'upl_1', { ownerId: mallory.ownerId });
    expect(world.objects.all.map((object) => object.key)).toContain(key);
    await handOverUploads(world, { changes: [toAlice] });
    await eraseUpload(world, 'upl_1', alice.ownerId);
    expect(world.objects.all).toEqual([]);
  });

  it.each(['42', 'alice', 'usr_', 'usr_é', ' usr_1'])(
    'refuses %j, which no caller can be',
    async (ownerId) => {
      const changes = [{ uploadId: 'upl_1', ownerId }];
      expect(await errorOf(handOverUploads(legacy(), { changes }))).toMatchObject({
        name: 'InvalidInput',
      });
    },
  );

  it('takes a user whose subject has a space', async () => {
    const changes = [{ uploadId: 'upl_1', ownerId: 'usr_ada lovelace' }];
    expect(await handOverUploads(legacy(), { changes })).toMatchObject({ handedOver: 1 });
  });
});
