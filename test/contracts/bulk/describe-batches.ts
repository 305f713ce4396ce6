import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Batch, Lease } from '../../../core/bulk/model/batch.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { sampleBatch } from './batch-samples.ts';

/** Contract tests of every store of batches. */
export function describeBatches(
  name: string,
  makeBatches: (clock: FixedClock) => Batches,
  shards = 1,
): void {
  const clock = new FixedClock();
  const batches = makeBatches(clock);
  let batch: Batch;

  const held = async (holder = 'ada'): Promise<Lease> => {
    const lease = await batches.lease(batch.batchId, holder, 60);
    if (!lease) throw new Error('expected a lease');
    return lease;
  };

  beforeEach(async () => {
    batch = sampleBatch({ shards, createdAt: clock.now().toISOString() });
    await batches.create(batch);
    clock.advance(1000);
  });

  describe(`${name} as Batches`, () => {
    it('finds a batch, and nothing under another id', async () => {
      expect(await batches.find(batch.batchId)).toEqual(batch);
      expect(await batches.find('bat_none')).toBeUndefined();
    });

    it('refuses a second batch under the same id and keeps the first', async () => {
      await expect(batches.create({ ...batch, createdBy: 'eve' })).rejects.toMatchObject({
        name: 'AlreadyExists',
      });
      expect(await batches.find(batch.batchId)).toEqual(batch);
    });

    it('saves over the revision that was read, and answers the new one', async () => {
      const saved = await batches.save({ ...batch, status: 'running' });
      expect(saved).toMatchObject({ status: 'running', revision: 2 });
      expect(await batches.find(batch.batchId)).toEqual(saved);
    });

    it('refuses to save over what somebody else changed meanwhile', async () => {
      await batches.save({ ...batch, status: 'paused' });
      await expect(batches.save({ ...batch, status: 'running' })).rejects.toMatchObject({
        name: 'StaleRecord',
      });
      expect((await batches.find(batch.batchId))?.status).toBe('paused');
    });

    it('lists batches, the newest first', async () => {
      const younger = sampleBatch({ createdAt: clock.now().toISOString() });
      await batches.create(younger);
      const ids: string[] = [];
      for await (const { batchId } of batches.list()) ids.push(batchId);
      expect(ids.filter((id) => id === batch.batchId || id === younger.batchId)).toEqual([
        younger.batchId,
        batch.batchId,
      ]);
    });
  });

  describe(`${name}: the lease`, () => {
    it('goes to one holder; the record says who and until when', async () => {
      const lease = await held('ada');
      expect(await batches.lease(batch.batchId, 'bob', 60)).toBeUndefined();
      expect((await batches.find(batch.batchId))?.lease).toEqual(lease);
      expect(lease).toMatchObject({
        holder: 'ada',
        expiresAt: new Date(clock.now().getTime() + 60_000).toISOString(),
      });
    });

    it('is renewed by its holder under the same fence', async () => {
      const first = await held();
      clock.advance(30_000);
      const second = await held();
      expect(second.fence).toBe(first.fence);
      expect(second.expiresAt > first.expiresAt).toBe(true);
    });

    it('goes to somebody else once it expired, with a higher fence', async () => {
      const first = await held('ada');
      clock.advance(60_000);
      const second = await held('bob');
      expect(second.fence).toBeGreaterThan(first.fence);
    });

    it('goes to somebody else at once when it was released, with a higher fence', async () => {
      const first = await held('ada');
      await batches.release(batch.batchId, first);
      expect((await batches.find(batch.batchId))?.lease).toBeUndefined();
      expect((await held('bob')).fence).toBeGreaterThan(first.fence);
    });

    it('is not released by somebody who lost it', async () => {
      const old = await held('ada');
      clock.advance(60_000);
      const lease = await held('bob');
      await batches.release(batch.batchId, old);
      expect((await batches.find(batch.batchId))?.lease).toEqual(lease);
    });

    it('does not change the revision: renewing is no reason to read again', async () => {
      await held();
      expect((await batches.save({ ...batch, status: 'running' })).revision).toBe(2);
      expect((await batches.find(batch.batchId))?.lease?.holder).toBe('ada');
    });

    it('exists for batches only', async () => {
      expect(await batches.lease('bat_none', 'ada', 60)).toBeUndefined();
    });
  });
}
