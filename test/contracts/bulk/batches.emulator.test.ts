import { DynamoBatches } from '../../../adapters/bulk/journal/dynamo-batches.ts';
import { DynamoSliceOutcomes } from '../../../adapters/bulk/journal/dynamo-slice-outcomes.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeBatchRecords } from './describe-batch-records.ts';
import { describeBatches } from './describe-batches.ts';
import { describeSliceOutcomes } from './describe-slice-outcomes.ts';
import { describeUnchangedRecords } from './describe-unchanged-records.ts';

const describeAll = (...store: Parameters<typeof describeBatches>): void => {
  describeBatches(...store);
  describeBatchRecords(...store);
  describeUnchangedRecords(...store);
};

describeAll('DynamoBatches', (clock) => new DynamoBatches(documents, local.tables.batches, clock));
describeAll(
  'DynamoBatches, spread over 16 partitions',
  (clock) => new DynamoBatches(documents, local.tables.batches, clock),
  16,
);
describeSliceOutcomes(
  'DynamoSliceOutcomes',
  new DynamoSliceOutcomes(documents, local.tables.batches),
);
