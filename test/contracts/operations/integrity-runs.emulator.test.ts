import { DynamoIntegrityRuns } from '../../../adapters/operations/dynamo-integrity-runs.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeIntegrityRuns } from './describe-integrity-runs.ts';

describeIntegrityRuns(
  'DynamoIntegrityRuns',
  () => new DynamoIntegrityRuns(documents, local.tables.stats),
);
