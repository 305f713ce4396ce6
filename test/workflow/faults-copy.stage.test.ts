import { describe, expect, it } from '@jest/globals';
import { alice, stored } from '../core/builders/world.ts';
import { always } from './faults.ts';
import { remember, violations } from './invariants.ts';
import type { Saga } from './saga-harness.ts';
import {
  endState,
  eraseSource,
  orderId,
  payAndFinish,
  permanent,
  replaceSource,
  roles,
  sagaOf,
  temporary,
} from './sample-order.ts';

const completed = async (count: number) => endState(await payAndFinish(sagaOf(count)));
const copies = ({ world }: Saga) =>
  world.objects.calls.filter(({ operation }) => operation === 'copy').length;
const alerts = ({ world }: Saga) => world.alerts.raised.map(({ kind }) => kind);

const refunded = {
  status: 'refund_requested',
  migration: 'failed',
  refund: `refund-${orderId}-pay_1`,
  kept: [],
};

describe('faults.md, copying', () => {
  it('fault 4: crash between copy and record -> the retry finds the version and adopts it', async () => {
    const saga = sagaOf(1, { ports: [{ call: 'objects.copy', kind: 'after' }] });
    expect(await endState(await payAndFinish(saga))).toEqual(await completed(1));
    const { file } = await stored(saga.world);
    expect(file('file-00')).toMatchObject({ versionId: 'v2', created: true });
  });

  it('fault 4: the record itself was lost -> the same', async () => {
    const saga = sagaOf(1, { ports: [{ call: 'orders.saveFile', kind: 'before', nth: 2 }] });
    expect(await endState(await payAndFinish(saga))).toEqual(await completed(1));
  });

  it('fault 5: a burst of SlowDown -> retries commit silently', async () => {
    const saga = sagaOf(4, { ports: [{ call: 'objects.copy', kind: 'before', times: 10 }] });
    expect(await endState(await payAndFinish(saga))).toEqual(await completed(4));
    expect(alerts(saga)).toEqual([]);
  });

  it('fault 5: SlowDown through every retry of one attempt -> compensated, and another attempt commits', async () => {
    const saga = sagaOf(1, { ports: [{ call: 'objects.copy', kind: 'before', times: 6 }] });
    await payAndFinish(saga);
    const { order } = await stored(saga.world);
    expect([order.status, order.migration.attempt]).toEqual(['completed', 2]);
    expect(alerts(saga)).toEqual([]);
  });

  it.each(['Claim order', 'Copy files', 'Verify files', 'Commit order'])(
    'an account without room for %s for half an hour -> no attempt is lost, and it commits',
    async (state) => {
      const saga = sagaOf(1, { tasks: [{ state, kind: 'throttled', times: 20 }] });
      await payAndFinish(saga);
      const { order } = await stored(saga.world);
      expect([order.status, order.migration.attempt]).toEqual(['completed', 1]);
      expect(alerts(saga)).toEqual([]);
    },
  );

  it('fault 5: SlowDown without end -> compensated, refund, alert, after two attempts', async () => {
    const saga = sagaOf(4, { ports: [{ call: 'objects.copy', kind: 'before', times: always }] });
    expect(await endState(await payAndFinish(saga))).toMatchObject(refunded);
    expect(alerts(saga)).toEqual(['migration_failed']);
    expect((await stored(saga.world)).order.migration.attempt).toBe(2);
  });

  it('fault 6: a required source is deleted -> the other copies removed, refund requested, customer and operator told', async () => {
    const saga = sagaOf(4);
    await eraseSource(saga.world, 'file-02');
    const end = await endState(await payAndFinish(saga));
    expect(end).toMatchObject({ ...refunded, events: ['OrderMigrationFailed'] });
    expect(copies(saga)).toBe(4);
    expect(alerts(saga)).toEqual(['migration_failed']);
    expect((await stored(saga.world)).order.migration.error).toMatchObject({
      code: 'source_missing',
      role: 'file-02',
    });
  });

  it('fault 6: an optional source is deleted -> recorded as skipped, the rest is kept', async () => {
    const saga = sagaOf({ photo: {}, extra: { required: false } });
    await eraseSource(saga.world, 'extra');
    const end = await endState(await payAndFinish(saga));
    expect(end).toMatchObject({ status: 'completed', kept: [permanent('photo').key] });
    expect(end.files).toMatchObject([
      { role: 'extra', status: 'skipped' },
      { role: 'photo', status: 'verified' },
    ]);
    expect(alerts(saga)).toEqual([]);
  });

  it.each(['Copy files', 'Verify files', 'Commit order'])(
    'fault 7: the source is replaced before %s -> the pinned version commits',
    async (state) => {
      const saga = sagaOf(4);
      const then = await remember(saga);
      saga.hooks.push({ state, nth: 1, act: () => replaceSource(saga.world, 'file-01') });
      expect(await endState(await payAndFinish(saga))).toEqual(await completed(4));
      expect(await violations(saga, then)).toEqual([]);
    },
  );

  it('fault 7: the pinned version is gone and others took its place -> compensated, never the new bytes', async () => {
    const saga = sagaOf(2);
    await eraseSource(saga.world, 'file-01');
    replaceSource(saga.world, 'file-01');
    expect(await endState(await payAndFinish(saga))).toMatchObject(refunded);
  });

  it('fault 7: the pinned version holds another object -> refused as changed, compensated', async () => {
    const saga = sagaOf(2);
    const upload = await saga.world.uploads.find('upl_file-01');
    if (upload) saga.world.uploads.put({ ...upload, etag: '"another"' });
    expect(await endState(await payAndFinish(saga))).toMatchObject(refunded);
    expect((await stored(saga.world)).order.migration.error?.code).toBe('source_changed');
  });

  it('fault 8: the destination holds the same bytes of the same owner -> adopted', async () => {
    const saga = sagaOf(2);
    const at = permanent('file-00');
    const metadata = { 'keepsake-owner': alice.ownerId };
    const there = saga.world.objects.put(at.bucket, at.key, 'bytes of upl_file-00', {
      contentType: 'image/jpeg',
      metadata,
    });
    expect((await endState(await payAndFinish(saga))).status).toBe('completed');
    expect((await stored(saga.world)).file('file-00')).toMatchObject({
      versionId: there.versionId,
      created: false,
    });
  });

  it('fault 8: the destination holds the same bytes without any mark -> adopted', async () => {
    const saga = sagaOf(2);
    const at = permanent('file-00');
    const there = saga.world.objects.put(at.bucket, at.key, 'bytes of upl_file-00', {
      contentType: 'binary/octet-stream',
    });
    expect((await endState(await payAndFinish(saga))).status).toBe('completed');
    expect((await stored(saga.world)).file('file-00')).toMatchObject({
      versionId: there.versionId,
      created: false,
    });
  });

  it.each([
    ['other bytes', 'other bytes', { 'keepsake-owner': alice.ownerId }],
    [
      'the same bytes of somebody else',
      'bytes of upl_file-00',
      { 'keepsake-owner': 'usr_mallory' },
    ],
  ])(
    'fault 8: the destination holds %s -> untouched, compensated, alert',
    async (_what, bytes, metadata) => {
      const saga = sagaOf(2);
      const at = permanent('file-00');
      saga.world.objects.put(at.bucket, at.key, bytes, { contentType: 'image/jpeg', metadata });
      const then = await remember(saga);
      const end = await endState(await payAndFinish(saga));
      expect(end).toMatchObject({ ...refunded, kept: [at.key] });
      expect(await violations(saga, then)).toEqual([]);
      expect(alerts(saga)).toEqual(['migration_failed']);
      expect((await stored(saga.world)).order.migration.error?.code).toBe('destination_conflict');
    },
  );

  it('fault 11: a function dies at its time limit mid-multipart -> no orphan parts, compensated', async () => {
    const saga = sagaOf(1, { ports: [{ call: 'objects.copy', kind: 'before', times: always }] });
    const at = permanent('file-00');
    saga.hooks.push({
      state: 'Copy files',
      nth: 12,
      act: () => saga.world.objects.leaveMultipart(at.bucket, at.key),
    });
    expect(await endState(await payAndFinish(saga))).toMatchObject(refunded);
    expect(saga.world.objects.multiparts).toEqual([]);
  });

  it('fault 11: storage finishes the dead function’s copy after compensation looked -> the sweep removes it', async () => {
    const saga = sagaOf(1, { ports: [{ call: 'objects.copy', kind: 'late', times: always }] });
    const then = await remember(saga);
    await payAndFinish(saga);
    expect(await violations(saga, then)).toEqual([]);
  });

  it('never touches what the customer sent, however the order ends', async () => {
    const saga = sagaOf(4, { tasks: [{ state: 'Verify files', kind: 'before', times: always }] });
    await payAndFinish(saga);
    for (const role of roles(4))
      expect(await saga.world.objects.head(temporary(role))).toBeDefined();
  });
});
