import { claimOrder } from '../../core/orders/claim-order.ts';
import { settings } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock } from '../shared/wiring.ts';
import { stepHandler } from './step.ts';

const deps = { orders: orders(), clock: clock(), ...settings('chunkSize') };

/** Step: Claim order */
export const handler = stepHandler((run) =>
  claimOrder(deps, { orderId: run.orderId, attempt: run.attempt, runId: run.runId }),
);
