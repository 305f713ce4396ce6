import type { PlainStep } from '../../plain-saga/definition.ts';
import { plainWork } from '../../plain-saga/steps.ts';
import { placeOrder, randomFiles } from '../place-order.ts';
import type { World } from '../world.ts';
import { pay, runOf } from './in-process.ts';

/**
 * An event for every step of the plain saga, each time over a fresh order of four files in the
 * state that the step expects.
 */
export const plainEvents = (world: World): Record<PlainStep, () => Promise<unknown>> => {
  const plain = plainWork(world);
  const paid = async () => {
    const orderId = await placeOrder(world, randomFiles(4));
    await pay(world, orderId);
    return runOf(orderId);
  };
  const claimOrder = async () => (await plain.claim(await paid())).files;
  const copiedFiles = async () =>
    Promise.all(
      (await claimOrder()).map(async (file) => ({ ...file, copied: await plain.copy(file) })),
    );
  const recordCopies = async () => {
    const run = await paid();
    const { files } = await plain.claim(run);
    for (const file of files) {
      const copied = await plain.copy(file);
      await plain.record({ ...file, copied, verified: { verifiedBy: 'sha256' } });
    }
    return run;
  };
  return {
    claim: paid,
    copy: async () => (await claimOrder())[0],
    verify: async () => (await copiedFiles())[0],
    record: async () => ({ ...(await copiedFiles())[0], verified: { verifiedBy: 'sha256' } }),
    commit: recordCopies,
    announce: async () => {
      const run = await recordCopies();
      await plain.commit(run);
      return run;
    },
  };
};
