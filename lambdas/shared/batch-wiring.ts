import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoBatches } from '../../adapters/bulk/journal/dynamo-batches.ts';
import { SfnBulkRuns } from '../../adapters/bulk/sfn-bulk-runs.ts';
import { env } from './environment.ts';
import { clock, dynamo } from './wiring.ts';

/** Ports of bulk migration on AWS. */

export const batches = () => new DynamoBatches(dynamo(), env('BATCHES_TABLE'), clock());
export const bulkRuns = () => new SfnBulkRuns(new SFNClient({}), env('BULK_STATE_MACHINE_ARN'));
