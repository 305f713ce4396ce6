import { env, settings } from '../../../lambdas/shared/environment.ts';
import { orders } from '../../../lambdas/shared/order-wiring.ts';
import { bus, clock, objects, uploads } from '../../../lambdas/shared/wiring.ts';
import type { PlainStep } from './definition.ts';
import { plainWork } from './steps.ts';

/**
 * The plain saga's functions: `index.claim`, `index.copy`, … each deployed on its own, with the
 * same wiring as Keepsake's.
 */
const ports = {
  orders: orders(),
  uploads: uploads(),
  objects: objects(settings('multipartCopyBytes')),
  bus: bus(),
  clock: clock(),
};

const work = plainWork({
  ...ports,
  filesBucket: env('FILES_BUCKET'),
  ...settings('categories'),
});

// A line per call, as every real function prints one: the emulator waits 50 ms for the first line
// of a function that prints nothing.
const logged =
  <Input, Output>(step: PlainStep, handle: (input: Input) => Promise<Output>) =>
  async (input: Input): Promise<Output> => {
    const answer = await handle(input);
    console.log(JSON.stringify({ level: 'INFO', message: 'Step done', step }));
    return answer;
  };

export const claim = logged('claim', work.claim);
export const copy = logged('copy', work.copy);
export const verify = logged('verify', work.verify);
export const record = logged('record', work.record);
export const commit = logged('commit', work.commit);
export const announce = logged('announce', work.announce);
