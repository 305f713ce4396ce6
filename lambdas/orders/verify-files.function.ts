import type { Chunk } from '../../core/orders/model/order.ts';
import { verifyFiles } from '../../core/orders/verify-files.ts';
import { env } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock, objects, uploads } from '../shared/wiring.ts';
import { stepHandler } from './step.ts';

const deps = {
  orders: orders(),
  uploads: uploads(),
  objects: objects(),
  clock: clock(),
  filesBucket: env('FILES_BUCKET'),
};

/** Step: Verify files */
export const handler = stepHandler((chunk: Chunk) => verifyFiles(deps, chunk));
