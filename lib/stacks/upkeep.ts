import type { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { scanEvents } from '../../core/event-names.ts';
import type { Config } from '../config-schema.ts';
import { BusPolicy } from '../orders/bus-policy.ts';
import { exportBucketOf } from '../replica/replica-bucket.ts';
import { TableExports } from '../replica/table-exports.ts';
import { UploadCounter } from '../retention/upload-counter.ts';
import { MalwareScans } from '../scans/malware-scans.ts';
import { compareFiles, eraseOwners } from '../shared/bucket-grants.ts';
import { readSettings } from '../shared/grants.ts';
import { HourlyFunction } from '../shared/hourly-function.ts';
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
};

/** The intake of verdicts, and who else may send them. */
const addScans = (scope: Stack, scan: NonNullable<Config['scan']>, props: UpkeepProps): void => {
  const { data, bus, alerts, defaults } = props;
  new MalwareScans(scope, 'Scans', { scan, data, bus, alerts, defaults });
  const sources = [scanEvents.source];
  if (scan.senders)
    new BusPolicy(scope, 'ScanPolicy', { bus, about: 'Scan', sources, senders: scan.senders });
};

/**
 * Adds the counter and the sweeper of temporary storage, and, where configured, the intake of
 * verdicts, what compares permanent files, and the exports of the tables.
 */
export const addUpkeep = (scope: Stack, props: UpkeepProps): void => {
  const { config, data, bus, alerts, defaults } = props;
  const { expiringUploads, uploadsByStatus, openErasures } = tableGrants(data);
  const settings = readSettings('abortMultipartDays', 'scan', 'sweepHours');
  new UploadCounter(scope, 'UploadCounter', { data, bus, alerts, defaults });
  const { deadLetters } = new HourlyFunction(scope, 'Sweeper', {
    name: 'sweep-uploads',
    description: 'hourly sweep',
    alerts,
    defaults,
    grants: [settings, eraseOwners(data), openErasures, expiringUploads, uploadsByStatus],
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
