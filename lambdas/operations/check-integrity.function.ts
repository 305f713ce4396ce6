import { DynamoIntegrityRuns } from '../../adapters/operations/dynamo-integrity-runs.ts';
import { S3KeptVersions } from '../../adapters/storage/s3-kept-versions.ts';
import { S3Objects } from '../../adapters/storage/s3-objects.ts';
import { continueIntegrity } from '../../core/operations/continue-integrity.ts';
import type { Finding, IntegrityRun } from '../../core/operations/model/integrity-run.ts';
import { batches } from '../shared/batch-wiring.ts';
import { countFinding } from '../shared/counted.ts';
import { env, settings } from '../shared/environment.ts';
import { logger, observed } from '../shared/observed.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock, dynamo, objects, s3, secondRegion, uploads } from '../shared/wiring.ts';

const { integrity } = settings('integrity');
const filesBucket = env('FILES_BUCKET');
const there = secondRegion();
const replica = there && {
  bucket: there.bucket,
  // Nothing is copied here.
  objects: new S3Objects(there.s3, { multipartCopyBytes: Number.MAX_SAFE_INTEGER }),
  kept: new S3KeptVersions(there.s3, there.bucket),
};
const deps = {
  runs: new DynamoIntegrityRuns(dynamo(), env('STATS_TABLE')),
  kept: new S3KeptVersions(s3(), filesBucket),
  objects: objects(),
  uploads: uploads(),
  orders: orders(),
  batches: batches(),
  clock: clock(),
  filesBucket,
  replica,
};

/** Time that a step takes at most. */
const longestStepMs = 300_000;

const tell = (finding: Finding): void => {
  countFinding(finding);
  logger.error('Permanent file not as registered', { finding });
};

/** Hourly: continues with this week's comparison of permanent files, until it is finished. */
export const handler = observed<unknown, IntegrityRun | undefined>(async (_event, context) => {
  if (!integrity) throw new Error('The stage has no integrity setting.');
  const run = await continueIntegrity(deps, {
    ...integrity,
    hasTime: () => context.getRemainingTimeInMillis() > longestStepMs,
    onFinding: tell,
  });
  if (run) {
    const { findings: _named, ...report } = run;
    logger.info('Permanent files compared', { report });
  }
  return run;
});
