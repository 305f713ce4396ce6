import { claimOrder } from '../../../../core/orders/claim-order.ts';
import { commitOrder } from '../../../../core/orders/commit-order.ts';
import { copyFiles } from '../../../../core/orders/copy-files.ts';
import type { Chunk, Run } from '../../../../core/orders/model/order.ts';
import { publishOrderEvent } from '../../../../core/orders/publish-order-event.ts';
import { receivePayment } from '../../../../core/orders/receive-payment.ts';
import { verifyFiles } from '../../../../core/orders/verify-files.ts';
import { amount } from '../place-order.ts';
import type { World } from '../world.ts';

/** The saga's steps on the way forward, in their order. */
export const steps = [
  'Receive payment',
  'Claim order',
  'Copy files',
  'Verify files',
  'Commit order',
  'Announce completion',
] as const;

export type StepName = (typeof steps)[number];

/** The run of an order's first attempt. */
export const runOf = (orderId: string): Run => ({ orderId, attempt: 1, runId: `${orderId}-1` });

/** Records the payment; the execution is noted, not started: the steps run here. */
export const pay = async (world: World, orderId: string): Promise<void> => {
  const start = async () => {
    world.meter.note('StartExecution');
    return 'begun' as const;
  };
  const migrations = { start, isRunning: async () => false };
  await receivePayment(
    { ...world, migrations, alerts: { raise: async () => {} } },
    { orderId, paymentId: `pay_${orderId}`, amount },
  );
};

/** The use cases over real adapters, in this process; each call counts for its step. */
export const runSaga = async (
  world: World,
  orderId: string,
  until?: StepName,
): Promise<Chunk[]> => {
  const run = runOf(orderId);
  let chunks: Chunk[] = [];
  const eachChunk = async (work: (chunk: Chunk) => Promise<unknown>): Promise<void> => {
    for (const chunk of chunks) await work(chunk);
  };
  const work: Record<StepName, () => Promise<unknown>> = {
    'Receive payment': () => pay(world, orderId),
    'Claim order': async () => {
      chunks = (await claimOrder(world, run)).chunks;
    },
    'Copy files': () => eachChunk((chunk) => copyFiles(world, chunk)),
    'Verify files': () => eachChunk((chunk) => verifyFiles(world, chunk)),
    'Commit order': () => commitOrder(world, run),
    'Announce completion': () => publishOrderEvent(world, orderId),
  };
  for (const step of steps) {
    if (step === until) break;
    world.meter.step = step;
    await work[step]();
  }
  return chunks;
};
