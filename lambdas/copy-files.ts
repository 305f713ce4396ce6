import type { Chunk } from '../core/model/order.ts';
import { copyFiles } from '../core/use-cases/copy-files.ts';
import { env, settings } from './shared/environment.ts';
import { stepHandler } from './shared/step.ts';
import { clock, objects, orders, uploads } from './shared/wiring.ts';

const { categories } = settings();
const deps = { orders: orders(), uploads: uploads(), objects: objects(), clock: clock(), filesBucket: env('FILES_BUCKET'), categories };

/** Step: Copy files */
export const handler = stepHandler((chunk: Chunk) => copyFiles(deps, chunk));
