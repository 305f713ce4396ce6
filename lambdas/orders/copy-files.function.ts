import { copyFiles } from '../../core/orders/copy-files.ts';
import type { Chunk } from '../../core/orders/model/order.ts';
import { env, settings } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock, objects, uploads } from '../shared/wiring.ts';
import { stepHandler } from './step.ts';

const ports = {
  orders: orders(),
  uploads: uploads(),
  objects: objects(settings('multipartCopyBytes')),
  clock: clock(),
};
const deps = { ...ports, filesBucket: env('FILES_BUCKET'), ...settings('categories') };

/** Step: Copy files */
export const handler = stepHandler((chunk: Chunk) => copyFiles(deps, chunk));
