import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { DynamoStats } from '../../../adapters/retention/dynamo-stats.ts';
import { documents, local } from '../shared/emulator.ts';
import { reserved } from '../uploads/emulator-quotas.ts';
import { describeStats } from './describe-stats.ts';

describeStats('DynamoStats', () => ({
  stats: new DynamoStats(documents, local.tables, new SystemClock()),
  reserved,
}));
