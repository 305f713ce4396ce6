import { describe, expect, it } from '@jest/globals';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { ownerQuota } from '../../../core/uploads/owner-quota.ts';
import { MemoryQuotaCounters } from '../../fakes/uploads/memory-quota-counters.ts';
import { MemorySigner } from '../../fakes/uploads/memory-signer.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';

const aStage = () => {
  const world = aWorld();
  return { ...world, signer: new MemorySigner(), counters: new MemoryQuotaCounters(world.uploads) };
};

const photo = {
  filename: 'photo.jpg',
  category: 'photo',
  contentType: 'image/jpeg',
  sizeBytes: 5,
  sha256: `${'A'.repeat(43)}=`,
};

describe('the quota of an owner', () => {
  it('is what they hold in temporary storage, and the most they may hold', async () => {
    const stage = aStage();
    await createUpload(stage, alice, photo);
    expect(await ownerQuota(stage, { ownerId: alice.ownerId })).toEqual({
      ownerId: alice.ownerId,
      held: { files: 1, bytes: 5 },
      limit: stage.quotas.owner,
    });
  });

  it('is that of sessions for a session, with nothing held by one that is unknown', async () => {
    const stage = aStage();
    expect(await ownerQuota(stage, { ownerId: 'ses_nobody' })).toEqual({
      ownerId: 'ses_nobody',
      held: { files: 0, bytes: 0 },
      limit: stage.quotas.session,
    });
  });

  it.each(['ip#2030-01-01#abc', 'idempotency#1', 'webhook#1'])(
    'leads to no other counter of the table: %s',
    async (ownerId) => {
      expect((await ownerQuota(aStage(), { ownerId })).ownerId).toBe(`usr_${ownerId}`);
    },
  );

  it.each([{}, { ownerId: '' }, { ownerId: 'usr_é' }])('is refused for %j', async (query) => {
    expect(await errorOf(ownerQuota(aStage(), query))).toMatchObject({
      issues: [{ field: 'ownerId' }],
    });
  });
});
