import { publishOrderEvent } from '../../core/orders/publish-order-event.ts';
import { orders } from '../shared/order-wiring.ts';
import { bus, clock } from '../shared/wiring.ts';
import { stepHandler } from './step.ts';

const deps = { orders: orders(), bus: bus(), clock: clock() };

/** Steps: Announce completion, Announce failure, Request another attempt, as the record says. */
export const handler = stepHandler(({ orderId }) => publishOrderEvent(deps, orderId));
