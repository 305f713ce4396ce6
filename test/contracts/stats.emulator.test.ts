import { DynamoStats } from '../../adapters/dynamo-stats.ts';
import { SystemClock } from '../../adapters/system-clock.ts';
import { describeStats } from './describe-stats.ts';
import { documents, local } from './emulator.ts';
import { reserved } from './emulator-quotas.ts';

describeStats('DynamoStats', () => ({ stats: new DynamoStats(documents, local.tables, new SystemClock()), reserved }));
