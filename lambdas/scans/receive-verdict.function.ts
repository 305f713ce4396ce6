import { env, settings } from '../shared/environment.ts';
import { queueHandler } from '../shared/queue.ts';
import { alerts, clock, objects, uploads } from '../shared/wiring.ts';
import { consumeVerdicts } from './consume-verdicts.ts';

const { scan, categories } = settings('scan', 'categories');
if (scan === undefined)
  throw new Error('This stage waits for no scan: set `scan` in lib/config.ts.');

/** Verdicts of a scanner for malware. */
export const handler = queueHandler(
  consumeVerdicts({
    uploads: uploads(),
    objects: objects(),
    alerts: alerts(),
    clock: clock(),
    scan,
    categories,
    filesBucket: env('FILES_BUCKET'),
  }),
);
