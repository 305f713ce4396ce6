import type { Chunk } from '../../core/orders/model/order.ts';
import { removeCopies } from '../../core/orders/remove-copies.ts';
import { env } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock, objects } from '../shared/wiring.ts';
import { stepHandler } from './step.ts';

const deps = {
  orders: orders(),
  objects: objects(),
  clock: clock(),
  filesBucket: env('FILES_BUCKET'),
};

/** Step: Remove our copies */
export const handler = stepHandler((chunk: Chunk) => removeCopies(deps, chunk));
