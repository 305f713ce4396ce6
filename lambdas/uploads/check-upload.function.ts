import { queueHandler } from '../shared/queue.ts';
import { consumeArrivals } from './consume-arrivals.ts';
import { receiving } from './receiving.ts';

/** Files to be read, and news from storage. */
export const handler = queueHandler(consumeArrivals(receiving()));
