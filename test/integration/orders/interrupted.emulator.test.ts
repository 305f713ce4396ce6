import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sfn } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { ask, deployed } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { type Listener, listen } from '../shared/listener.ts';
import { heldBy, justNow, plantedOrder, records } from '../shared/planted.ts';
import { isIdle, queueUrl } from '../shared/queues.ts';
import { objects } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { executionsOf, orderIn } from './paid-order.ts';

let visitor: Visitor;
let listener: Listener;
beforeAll(async () => {
  [visitor, listener] = await Promise.all([aVisitor(), listen()]);
});

/** Hands the watcher the news that an execution ended, as EventBridge would have put it. */
const report = async (
  runId: string,
  orderId: string,
  status: 'ABORTED' | 'TIMED_OUT' | 'FAILED',
): Promise<void> => {
  const input = JSON.stringify({ orderId, attempt: 1, runId });
  const detail = { name: runId, status, stateMachineArn: deployed.orderStateMachineArn, input };
  const event = {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail,
  };
  await ask('sqs', 'SendMessage', {
    QueueUrl: await queueUrl('ended'),
    MessageBody: JSON.stringify(event),
  });
};

/** Starts the order's first run and stops it; answers false when it was faster than we were. */
const startAndStop = async (orderId: string): Promise<boolean> => {
  const input = JSON.stringify({ orderId, attempt: 1, runId: `${orderId}-1` });
  const execution = { stateMachineArn: deployed.orderStateMachineArn, name: `${orderId}-1`, input };
  const { executionArn } = await sfn.send(new StartExecutionCommand(execution));
  await sfn.send(new StopExecutionCommand({ executionArn })).catch(() => {});
  return (await records.find(orderId))?.order.migration.status !== 'completed';
};

/** An order whose run was stopped before it could commit. */
const stoppedOrder = () =>
  eventually('an execution stopped in time', async () => {
    const planted = await plantedOrder(visitor, { updatedAt: justNow() });
    return (await startAndStop(planted.order.orderId)) ? planted : undefined;
  });

describe('an execution stopped by an operator', () => {
  it('is taken over by a run that compensates: no copy is left, the refund is asked for, the operators know', async () => {
    const { order, kept } = await stoppedOrder();
    const failed = await orderIn(visitor, 'refund_requested', order);
    expect(failed.migration).toMatchObject({ status: 'failed', error: { code: 'aborted' } });
    expect(await kept()).toEqual([]);
    await listener.alert('migration_interrupted', order.orderId);
    const idempotencyKey = `refund-${order.orderId}-${order.payment?.paymentId}`;
    expect((await listener.event('failed', order.orderId)).detail.refund).toEqual({
      requested: true,
      idempotencyKey,
    });
    expect(await executionsOf(order)).toContain(`${order.orderId}-1-undo-1`);
  });
});

describe('an execution that ended between copy and record', () => {
  it('loses the copy it never wrote down', async () => {
    const runId = freshId('run');
    const { order, upload, permanent, kept } = await plantedOrder(
      visitor,
      { migration: heldBy(runId), updatedAt: justNow() },
      (permanentKey) => ({ status: 'copying', attempt: 1, permanentKey }),
    );
    const source = {
      bucket: deployed.uploadsBucket,
      key: upload.key,
      versionId: upload.versionId,
      sizeBytes: upload.bytes.length,
    };
    const metadata = { 'keepsake-order': order.orderId, 'keepsake-attempt': '1' };
    await objects.copy({
      source,
      target: permanent,
      contentType: 'image/jpeg',
      disposition: 'inline',
      metadata,
      storageClass: 'STANDARD',
    });
    await report(runId, order.orderId, 'ABORTED');
    await orderIn(visitor, 'refund_requested', order);
    expect(await kept()).toEqual([]);
  });
});

describe('an execution that ran out of time', () => {
  it('is followed by another attempt, which completes', async () => {
    const runId = freshId('run');
    const { order } = await plantedOrder(visitor, {
      migration: heldBy(runId),
      updatedAt: justNow(),
    });
    await report(runId, order.orderId, 'TIMED_OUT');
    expect((await orderIn(visitor, 'completed', order)).migration.attempt).toBe(2);
    await listener.alert('migration_interrupted', order.orderId);
  });
});

describe('news of an execution that no longer holds its order', () => {
  it('changes nothing and alerts nobody', async () => {
    const { order } = await plantedOrder(visitor, {
      migration: heldBy(freshId('run')),
      updatedAt: justNow(),
    });
    await report(freshId('run'), order.orderId, 'FAILED');
    await isIdle('ended');
    expect((await records.find(order.orderId))?.order).toEqual(order);
    expect(await listener.alerts(order.orderId)).toEqual([]);
  });
});
