import { DynamoBatches } from '../../../adapters/bulk/journal/dynamo-batches.ts';
import { DynamoSliceOutcomes } from '../../../adapters/bulk/journal/dynamo-slice-outcomes.ts';
import { changeBatch } from '../../../core/bulk/change-batch.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { deployed } from '../shared/deployed.ts';

/**
 * Puts a verification in 16 slices on record that ended before its first one. Returns where the
 * outcomes of its slices lie.
 */
export const cutVerification = async (
  batchId: string,
  { startedAt, files }: { startedAt: string; files: number },
): Promise<DynamoSliceOutcomes> => {
  const lastTask = { task: 'verify' as const, startedAt, slices: 16, files };
  const clock = new FixedClock(startedAt);
  const batches = new DynamoBatches(documents, deployed.tables.batches, clock);
  await changeBatch({ batches, clock }, batchId, (batch) => ({ ...batch, lastTask }));
  return new DynamoSliceOutcomes(documents, deployed.tables.batches);
};
