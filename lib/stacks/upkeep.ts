import type { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { scanEvents } from '../../core/event-names.ts';
import type { Config } from '../config-schema.ts';
import { endJobs, moveBelongings } from '../jobs/job-grants.ts';
import { BusPolicy } from '../orders/bus-policy.ts';
import type { OrderMigration } from '../orders/order-migration.ts';
import { exportBucketOf } from '../replica/replica-bucket.ts';
import { TableExports } from '../replica/table-exports.ts';
import { UploadCounter } from '../retention/upload-counter.ts';
import { MalwareScans } from '../scans/malware-scans.ts';
import { bucketGrants, compareFiles, eraseOwners } from '../shared/bucket-grants.ts';
import * as grants from '../shared/grants.ts';
import { HourlyFunction, HourlyTask } from '../shared/hourly-function.ts';
import { replicaKeyOf } from '../shared/keys/replica-key.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type UpkeepProps = {
  config: Config;
  data: StageData;
  bus: EventBus;
  alerts: ITopic;
  defaults: FunctionDefaults;
  migration: OrderMigration;
};

/**
 * Adds the reconciler, the counter and the sweeper of temporary storage, and, where configured, the
 * intake of verdicts, what compares permanent files, and the exports of the tables.
 */
export const addUpkeep = (scope: Stack, props: UpkeepProps): void => {
  const { config, data, bus, alerts, defaults } = props;
  new UploadCounter(scope, 'UploadCounter', { data, bus, alerts, defaults });
  // One function, because both already may remove an upload's bytes wherever they are.
  const upkeep = new HourlyFunction(scope, 'Reconciler', {
    name: 'upkeep',
    task: 'reconcile',
    description: 'hourly reconciliation',
    alerts,
    defaults,
    grants: [...repair(props), ...sweep(props)],
  });
  const { deadLetters } = new HourlyTask(scope, 'Sweeper', {
    of: upkeep,
    task: 'sweep',
    description: 'hourly sweep',
    alerts,
  });
  const bucket = exportBucketOf(scope, config);
  const key = replicaKeyOf(scope, config, 'replica-records');
  if (bucket) new TableExports(scope, 'TableExports', { data, bucket, key, alerts });
  if (config.scan) addScans(scope, config.scan, props);
  if (config.integrity)
    new HourlyFunction(scope, 'Integrity', {
      name: 'check-integrity',
      description: 'comparison of permanent files',
      alerts,
      defaults,
      grants: [compareFiles(data)],
      deadLetters,
    });
};

/** Grants to repair orders, jobs and claimed sessions that no execution works on. */
const repair = ({ data, bus, alerts, migration }: UpkeepProps): grants.Grant[] => {
  const tables = tableGrants(data);
  const { removeCopies, sampleUploads } = bucketGrants(data);
  return [
    grants.readSettings('reconcileAfterMinutes', 'refunds', 'temporaryDays'),
    tables.orders('Query', 'PutItem'),
    tables.uploads('BatchGetItem'),
    tables.attention,
    tables.jobAttention,
    tables.claimedSessions,
    tables.sessions('GetItem'),
    ...moveBelongings(data),
    ...endJobs({ data, bus }),
    grants.publishOrderEvents(bus),
    grants.startMigrations(migration),
    grants.observeMigrations(migration.executionsArn),
    grants.raiseAlerts(alerts),
    removeCopies,
    sampleUploads,
  ];
};

/** Grants to remove what is due, and to finish erasures of owners. */
const sweep = ({ data }: UpkeepProps): grants.Grant[] => {
  const { expiringUploads, uploadsByStatus, openErasures } = tableGrants(data);
  const settings = grants.readSettings('abortMultipartDays', 'scan', 'sweepHours');
  return [settings, eraseOwners(data), openErasures, expiringUploads, uploadsByStatus];
};

/** The intake of verdicts, and who else may send them. */
const addScans = (scope: Stack, scan: NonNullable<Config['scan']>, props: UpkeepProps): void => {
  const { data, bus, alerts, defaults } = props;
  new MalwareScans(scope, 'Scans', { scan, data, bus, alerts, defaults });
  const sources = [scanEvents.source];
  if (scan.senders)
    new BusPolicy(scope, 'ScanPolicy', { bus, about: 'Scan', sources, senders: scan.senders });
};
