import { verdictIn } from '../../core/scans/model/scan-news.ts';
import { receiveVerdict } from '../../core/scans/receive-verdict.ts';
import { countArrival } from '../shared/counted.ts';
import { env, settings } from '../shared/environment.ts';
import { logger } from '../shared/observed.ts';
import { queueHandler } from '../shared/queue.ts';
import { alerts, clock, objects, uploads } from '../shared/wiring.ts';

const { scan, categories } = settings('scan', 'categories');
if (scan === undefined)
  throw new Error('This stage waits for no scan: set `scan` in lib/config.ts.');
const deps = {
  uploads: uploads(),
  objects: objects(),
  alerts: alerts(),
  clock: clock(),
  scan,
  categories,
  filesBucket: env('FILES_BUCKET'),
};

/** Verdicts of a scanner for malware. */
export const handler = queueHandler(async (event) => {
  const verdict = verdictIn(event);
  const outcome = await receiveVerdict(deps, verdict);
  const { key, result } = verdict;
  if (outcome === 'ignored') return logger.info('Verdict ignored', { key, result });
  const { before, upload } = outcome;
  if (before === 'checking') countArrival(upload);
  const { uploadId, status } = upload;
  logger.info('Verdict received', { uploadId, result, status });
});
