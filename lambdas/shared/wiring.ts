import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { EventBridgeBus } from '../../adapters/aws/event-bridge-bus.ts';
import { RandomIds } from '../../adapters/aws/random-ids.ts';
import { SnsAlerts } from '../../adapters/aws/sns-alerts.ts';
import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { DynamoLinks } from '../../adapters/delivery/dynamo-links.ts';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { DynamoIdempotentRequests } from '../../adapters/dynamo/dynamo-idempotent-requests.ts';
import { DynamoJobs } from '../../adapters/jobs/dynamo-jobs.ts';
import { DynamoAudit } from '../../adapters/operations/dynamo-audit.ts';
import { SfnMigrations } from '../../adapters/orders/sfn-migrations.ts';
import { DynamoErasures } from '../../adapters/retention/dynamo-erasures.ts';
import { DynamoStats } from '../../adapters/retention/dynamo-stats.ts';
import { S3TemporaryFiles } from '../../adapters/retention/s3-temporary-files.ts';
import { DynamoMachineKeys } from '../../adapters/sessions/dynamo-machine-keys.ts';
import { DynamoSessions } from '../../adapters/sessions/dynamo-sessions.ts';
import { ReplicatedObjects } from '../../adapters/storage/replicated-objects.ts';
import { S3Objects } from '../../adapters/storage/s3-objects.ts';
import { DynamoQuotaCounters } from '../../adapters/uploads/dynamo-quota-counters.ts';
import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import { S3MultipartUploads } from '../../adapters/uploads/s3-multipart-uploads.ts';
import { DynamoDeliveries } from '../../adapters/webhooks/dynamo-deliveries.ts';
import type { Settings } from '../../core/contract.ts';
import type { ObjectStore } from '../../core/storage/ports.ts';
import { countedAlerts } from './counted.ts';
import { env, envIfSet, settings } from './environment.ts';

/**
 * Ports on AWS, made from the function's environment. A bundle keeps only those its handler calls.
 * Ports of orders and batches are in files of their own: their schemas would be in every bundle.
 */

export const clock = () => new SystemClock();
export const ids = () => new RandomIds();

// One client, and with it one pool of connections, for all tables and routes of a function.
let documents: ReturnType<typeof documentClient> | undefined;
export const dynamo = () => {
  documents ??= documentClient(new DynamoDBClient({}));
  return documents;
};

/** `create` alone needs the quotas, `erase` alone the ledger. */
export const uploads = () =>
  new DynamoUploads(dynamo(), env('UPLOADS_TABLE'), {
    quotas: envIfSet('QUOTAS_TABLE'),
    erasures: envIfSet('ERASURES_TABLE'),
  });
export const quotaCounters = () => new DynamoQuotaCounters(dynamo(), env('QUOTAS_TABLE'));
export const erasures = () => new DynamoErasures(dynamo(), env('ERASURES_TABLE'));

export const stats = () =>
  new DynamoStats(
    dynamo(),
    { stats: env('STATS_TABLE'), quotas: envIfSet('QUOTAS_TABLE') },
    clock(),
  );
export const jobs = () => new DynamoJobs(dynamo(), env('JOBS_TABLE'), envIfSet('ERASURES_TABLE'));
export const links = () =>
  new DynamoLinks(dynamo(), env('LINKS_TABLE'), envIfSet('ERASURES_TABLE'));
export const machineKeys = () => new DynamoMachineKeys(dynamo(), env('SESSIONS_TABLE'));
export const sessions = () => new DynamoSessions(dynamo(), env('SESSIONS_TABLE'));

/** The record of operators' acts. */
export const audit = () =>
  new DynamoAudit(dynamo(), env('AUDIT_TABLE'), settings('auditDays').auditDays);

export const deliveries = () => new DynamoDeliveries(dynamo(), env('DELIVERIES_TABLE'));

/** Ports that put operators' acts on record. */
export const auditing = () => ({ audit: audit(), clock: clock(), ids: ids() });

/** Ports that repeat answers to requests with an Idempotency-Key. */
export const answering = () => ({
  requests: new DynamoIdempotentRequests(dynamo(), env('QUOTAS_TABLE')),
  clock: clock(),
  ids: ids(),
});

let storage: S3Client | undefined;

/**
 * Other S3-compatible endpoints (the local one, R2) resolve buckets in the path only. Bodies are
 * hashed by us with SHA-256: the SDK's own check of CRC64NVME is JavaScript and reads 70 MB/s.
 */
export const s3 = (): S3Client => {
  storage ??= newS3();
  return storage;
};

const newS3 = (settings: S3ClientConfig = {}): S3Client =>
  new S3Client({
    forcePathStyle: envIfSet('AWS_ENDPOINT_URL') !== undefined,
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...settings,
  });

/** Permanent storage of the second region; `undefined` in a stage without one. */
export const secondRegion = () => {
  const bucket = envIfSet('REPLICA_BUCKET');
  return bucket === undefined
    ? undefined
    : { s3: newS3({ region: env('REPLICA_REGION') }), bucket };
};

/** Only what copies reads the setting, and hands it on. */
export const objects = (
  { multipartCopyBytes }: Pick<Settings, 'multipartCopyBytes'> = {
    multipartCopyBytes: Number.MAX_SAFE_INTEGER,
  },
): ObjectStore => {
  const here = new S3Objects(s3(), { multipartCopyBytes });
  const there = replica({ multipartCopyBytes });
  return there ? new ReplicatedObjects(here, there) : here;
};

/** What removes files in the second region, too; `undefined` in a stage without one. */
const replica = (copying: Pick<Settings, 'multipartCopyBytes'>) => {
  const there = secondRegion();
  return (
    there && {
      objects: new S3Objects(there.s3, copying),
      filesBucket: env('FILES_BUCKET'),
      replicaBucket: there.bucket,
    }
  );
};

export const multiparts = () => new S3MultipartUploads(s3());
export const temporaryFiles = () => new S3TemporaryFiles(s3(), env('UPLOADS_BUCKET'));

export const bus = () => new EventBridgeBus(new EventBridgeClient({}), env('EVENT_BUS_NAME'));
export const alerts = () => countedAlerts(new SnsAlerts(new SNSClient({}), env('ALERT_TOPIC_ARN')));
export const migrations = () =>
  new SfnMigrations(new SFNClient({}), env('ORDER_STATE_MACHINE_ARN'));
