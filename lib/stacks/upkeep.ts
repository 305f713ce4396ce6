import type { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Config } from '../config-schema.ts';
import { UploadCounter } from '../retention/upload-counter.ts';
import { compareFiles, removeUploads } from '../shared/bucket-grants.ts';
import { readSettings } from '../shared/grants.ts';
import { HourlyFunction } from '../shared/hourly-function.ts';
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

/** Adds the counter and the sweeper of temporary storage, and what compares permanent files. */
export const addUpkeep = (
  scope: Stack,
  { config, data, bus, alerts, defaults }: UpkeepProps,
): void => {
  const { expiringUploads, uploadsByStatus } = tableGrants(data);
  const settings = readSettings('abortMultipartDays', 'scan', 'sweepHours');
  new UploadCounter(scope, 'UploadCounter', { data, bus, alerts, defaults });
  const { deadLetters } = new HourlyFunction(scope, 'Sweeper', {
    name: 'sweep-uploads',
    description: 'hourly sweep',
    alerts,
    defaults,
    grants: [settings, removeUploads(data), expiringUploads, uploadsByStatus],
  });
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
