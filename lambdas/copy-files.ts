import type { Chunk } from '../core/model/order.ts';
import { copyFiles } from '../core/use-cases/copy-files.ts';
import { env, settings } from './shared/environment.ts';
import { stepHandler } from './shared/step.ts';
import { clock, objects, orders, uploads } from './shared/wiring.ts';

const ports = { orders: orders(), uploads: uploads(), objects: objects(settings('multipartCopyBytes')), clock: clock() };
const deps = { ...ports, filesBucket: env('FILES_BUCKET'), ...settings('categories') };

/** Step: Copy files */
export const handler = stepHandler((chunk: Chunk) => copyFiles(deps, chunk));
