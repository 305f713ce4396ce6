import { describe, expect, it } from '@jest/globals';
import { receiveVerdict } from '../../core/scans/receive-verdict.ts';
import { stored, type World } from '../core/builders/world.ts';
import { refusing } from '../core/scans/scanned.ts';
import { remember, violations } from './invariants.ts';
import type { Saga } from './saga-harness.ts';
import { orderId, payAndFinish, permanent, sagaOf, temporary } from './sample-order.ts';

const role = 'file-01';
const uploadId = `upl_${role}`;

const recordOf = async ({ uploads }: World) => {
  const upload = await uploads.find(uploadId);
  if (!upload) throw new Error('the upload is gone');
  return upload;
};

/** An order whose files a scanner found clean. */
const scannedClean = async (): Promise<{ saga: Saga; find: () => Promise<unknown> }> => {
  const saga = sagaOf(3);
  const upload = await recordOf(saga.world);
  const { versionId = 'none' } = upload;
  const scan = { result: 'clean', at: upload.createdAt, versionId, decides: true } as const;
  saga.world.uploads.put({ ...upload, orderIds: [orderId], scan });
  const verdict = { ...temporary(role), versionId, result: 'infected' } as const;
  return { saga, find: () => receiveVerdict({ ...saga.world, scan: refusing }, verdict) };
};

const isVisible = async ({ world }: Saga) =>
  (await world.objects.head(permanent(role))) !== undefined;

describe('malware found while an order is migrated', () => {
  it.each(['Claim order', 'Copy files', 'Verify files', 'Commit order'])(
    'before %s: nothing is kept, the refund is requested, and the cause names the file',
    async (state) => {
      const { saga, find } = await scannedClean();
      const then = await remember(saga);
      saga.hooks.push({ state, nth: 1, act: find });
      await payAndFinish(saga);
      const { order } = await stored(saga.world);
      expect(order.status).toBe('refund_requested');
      expect(order.migration.error).toMatchObject({ code: 'source_missing', role });
      expect(order.migration.error?.message).toContain('it is infected');
      expect(await recordOf(saga.world)).toMatchObject({ status: 'quarantined' });
      expect(await isVisible(saga)).toBe(false);
      expect(await violations(saga, then)).toEqual([]);
    },
  );

  it('before Announce completion: the order is completed, and the file is withdrawn', async () => {
    const { saga, find } = await scannedClean();
    saga.hooks.push({ state: 'Announce completion', nth: 1, act: find });
    await payAndFinish(saga);
    expect((await stored(saga.world)).order.status).toBe('completed');
    expect(await recordOf(saga.world)).toMatchObject({
      status: 'quarantined',
      withdrawnAt: expect.any(String),
    });
    expect(await isVisible(saga)).toBe(false);
  });
});
