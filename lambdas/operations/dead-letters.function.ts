import { serveRoutes } from '../shared/serve-routes.ts';
import { auditing } from '../shared/wiring.ts';
import { deadLetterQueues, deadLetterRoutes } from './dead-letter-routes.ts';

/** Routes of the dead-letter queues: no other function may reach parked messages. */
export const handler = serveRoutes('dead-letters', deadLetterRoutes(deadLetterQueues), {
  auditing,
});
