import { SqliteBatches } from '../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../adapters/bulk/journal/sqlite-journal.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { describeBatches } from './describe-batches.ts';

describeBatches('MemoryBatches', (clock) => new MemoryBatches(clock));
describeBatches(
  'SqliteBatches',
  (clock) => new SqliteBatches(new SqliteJournal(':memory:'), clock),
);
