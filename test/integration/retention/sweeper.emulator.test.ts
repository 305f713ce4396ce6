import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SweptReport } from '../../../core/retention/sweep-hourly.ts';
import { deployed, invoke } from '../shared/deployed.ts';
import { anOperator } from '../shared/operator.ts';
import { heldBy, justNow, longAgo, plantedOrder } from '../shared/planted.ts';
import { uploaded } from '../shared/sample-upload.ts';
import { objects } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { changeRecord, uploadRecords } from '../uploads/upload-records.ts';

const operator = anOperator();

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

/** One hourly run. Its counts are not asserted, because other suites leave work for it, too. */
const sweep = (): Promise<SweptReport> => invoke('upkeep', { task: 'sweep' });
const statusOf = async (uploadId: string) =>
  (await visitor.get(`/uploads/${uploadId}`)).body.status;
const versionsAt = (key: string) => objects.versions(deployed.uploadsBucket, key);

describe('the hourly sweeper', () => {
  it('is called by its name: its function does nothing unless told what', async () => {
    for (const task of [undefined, 'toString'])
      expect(await invoke('upkeep', { task })).toMatchObject({
        errorMessage: expect.stringMatching(
          /^There is no task .+: call with one of reconcile, sweep/,
        ),
      });
  });

  it('takes what has expired and leaves what has not', async () => {
    const [old, young] = await Promise.all([uploaded(visitor), uploaded(visitor)]);
    await changeRecord(old.uploadId, { expiresAt: longAgo });
    await sweep();
    expect([await statusOf(old.uploadId), await statusOf(young.uploadId)]).toEqual([
      'expired',
      'uploaded',
    ]);
    expect([await versionsAt(old.key), await versionsAt(young.key)]).toEqual([
      [],
      [young.versionId],
    ]);
    expect((await visitor.get(`/uploads/${old.uploadId}/download`)).status).toBe(410);
  });

  it('leaves what belongs to a paid order', async () => {
    const { order, upload } = await plantedOrder(visitor, {
      migration: heldBy('running'),
      updatedAt: justNow(),
    });
    await changeRecord(upload.uploadId, { expiresAt: longAgo, orderIds: [order.orderId] });
    await sweep();
    expect([await statusOf(upload.uploadId), await versionsAt(upload.key)]).toEqual([
      'uploaded',
      [upload.versionId],
    ]);
  });

  it('finishes an erasure that was interrupted', async () => {
    const { uploadId, key } = await uploaded(visitor);
    await changeRecord(uploadId, { removal: { as: 'erased', at: longAgo, by: 'usr_1' } });
    await sweep();
    expect([await uploadRecords.find(uploadId), await versionsAt(key)]).toEqual([undefined, []]);
  });
});

describe('POST /cleanup', () => {
  const daysAgo = new Date(Date.now() - 3 * 86_400_000).toISOString();

  it('says what it would take, then takes it', async () => {
    const { uploadId, key, versionId } = await uploaded(visitor);
    await changeRecord(uploadId, { createdAt: daysAgo });
    const tried = await operator.post('/cleanup', { olderThanHours: 70, dryRun: true });
    expect([tried.status, tried.body]).toEqual([
      200,
      expect.objectContaining({ dryRun: true, more: false }),
    ]);
    expect(tried.body.uploadIds).toContain(uploadId);
    expect(await versionsAt(key)).toEqual([versionId]);
    const done = await operator.post('/cleanup', { olderThanHours: 70, dryRun: false });
    expect(done.body.uploadIds).toContain(uploadId);
    expect([await statusOf(uploadId), await versionsAt(key)]).toEqual(['expired', []]);
  });

  it('is nobody’s but an operator’s, and wants to be told how far to go', async () => {
    expect((await visitor.post('/cleanup', { olderThanHours: 1, dryRun: true })).status).toBe(403);
    expect((await operator.post('/cleanup', {})).status).toBe(400);
  });
});
