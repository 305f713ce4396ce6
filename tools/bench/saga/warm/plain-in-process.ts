import { plainWork } from '../../plain-saga/steps.ts';
import type { World } from '../world.ts';
import { pay, runOf } from './in-process.ts';

/** The plain saga's steps in this process, each call booked on its step. */
export const runPlainSaga = async (world: World, orderId: string): Promise<void> => {
  const plain = plainWork(world);
  const run = runOf(orderId);
  const step = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    world.meter.step = name;
    return work();
  };
  await step('Receive payment', () => pay(world, orderId));
  const { files } = await step('Claim order', () => plain.claim(run));
  for (const file of files) {
    const copied = await step('Copy files', () => plain.copy(file));
    const verified = await step('Verify files', () => plain.verify({ ...file, copied }));
    await step('Record files', () => plain.record({ ...file, copied, verified }));
  }
  await step('Commit order', () => plain.commit(run));
  await step('Announce completion', () => plain.announce(run));
};
