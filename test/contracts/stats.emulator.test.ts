import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { DynamoStats } from '../../adapters/retention/dynamo-stats.ts';
import { describeStats } from './describe-stats.ts';
import { documents, local } from './emulator.ts';
import { reserved } from './emulator-quotas.ts';

describeStats('DynamoStats', () => ({ stats: new DynamoStats(documents, local.tables, new SystemClock()), reserved }));
