import { announce } from '../core/use-cases/announce.ts';
import { stepHandler } from './shared/step.ts';
import { bus, clock, orders } from './shared/wiring.ts';

const deps = { orders: orders(), bus: bus(), clock: clock() };

/** Steps: Announce completion, Announce failure, Request another attempt. The order's record says which. */
export const handler = stepHandler(({ orderId }) => announce(deps, orderId));
