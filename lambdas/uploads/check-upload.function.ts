import { queueHandler } from '../shared/queue.ts';
import { consumeArrivals } from './consume-arrivals.ts';
import { receivePorts } from './receive-ports.ts';

/** Files to be read, and news from storage. */
export const handler = queueHandler(consumeArrivals(receivePorts()));
