import type { Chunk } from '../core/model/order.ts';
import { verifyFiles } from '../core/use-cases/verify-files.ts';
import { env } from './shared/environment.ts';
import { stepHandler } from './shared/step.ts';
import { clock, objects, orders, uploads } from './shared/wiring.ts';

const deps = { orders: orders(), uploads: uploads(), objects: objects(), clock: clock(), filesBucket: env('FILES_BUCKET') };

/** Step: Verify files */
export const handler = stepHandler((chunk: Chunk) => verifyFiles(deps, chunk));
