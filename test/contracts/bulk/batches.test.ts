import { SqliteBatches } from '../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../adapters/bulk/journal/sqlite-journal.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemorySliceOutcomes } from '../../fakes/bulk/memory-slice-outcomes.ts';
import { describeBatchRecords } from './describe-batch-records.ts';
import { describeBatches } from './describe-batches.ts';
import { describeSliceOutcomes } from './describe-slice-outcomes.ts';
import { describeUnchangedRecords } from './describe-unchanged-records.ts';

const describeAll = (...store: Parameters<typeof describeBatches>): void => {
  describeBatches(...store);
  describeBatchRecords(...store);
  describeUnchangedRecords(...store);
};

describeAll('MemoryBatches', (clock) => new MemoryBatches(clock));
describeAll('SqliteBatches', (clock) => new SqliteBatches(new SqliteJournal(':memory:'), clock));
describeSliceOutcomes('MemorySliceOutcomes', new MemorySliceOutcomes());
