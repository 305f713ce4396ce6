import type { Chunk } from '../core/model/order.ts';
import { removeCopies } from '../core/use-cases/remove-copies.ts';
import { env } from './shared/environment.ts';
import { stepHandler } from './shared/step.ts';
import { clock, objects, orders } from './shared/wiring.ts';

const deps = { orders: orders(), objects: objects(), clock: clock(), filesBucket: env('FILES_BUCKET') };

/** Step: Remove our copies */
export const handler = stepHandler((chunk: Chunk) => removeCopies(deps, chunk));
