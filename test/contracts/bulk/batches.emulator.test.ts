import { DynamoBatches } from '../../../adapters/bulk/journal/dynamo-batches.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeBatches } from './describe-batches.ts';

describeBatches(
  'DynamoBatches',
  (clock) => new DynamoBatches(documents, local.tables.batches, clock),
);
describeBatches(
  'DynamoBatches, spread over 16 partitions',
  (clock) => new DynamoBatches(documents, local.tables.batches, clock),
  16,
);
