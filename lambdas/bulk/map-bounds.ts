import { listsAnything, unmatchedPatterns } from '../../adapters/bulk/s3-listing.ts';
import {
  type MapOutcome,
  type MapResults,
  mapOutcome,
} from '../../adapters/bulk/s3-map-results.ts';
import { type BegunMap, beginMap, finishMap, type MapEnd } from '../../core/bulk/map-execution.ts';
import type { Stop } from '../../core/bulk/model/batch-states.ts';
import { batches } from '../shared/batch-wiring.ts';
import { count } from '../shared/counted.ts';
import { clock, s3 } from '../shared/wiring.ts';

const deps = { batches: batches(), clock: clock() };
const client = s3();

/** What the workflow knows when a migration ends. */
export type MigrationEnd = {
  begun?: { fence: number };
  error?: { Error: string };
  /** The last turn of a batch that was copied without a Map. */
  turn?: { done: boolean };
  results?: { ResultWriterDetails?: MapResults };
};

const reasons: Record<MapOutcome, string | undefined> = {
  succeeded: undefined,
  // An empty list has no children either: finishMap looks at the list.
  none: undefined,
  failed: 'some objects could not be worked on',
  unreadable: 'the Map’s results cannot be read',
};

/** Begin the batch. */
export const beginMigration = (batchId: string, execution: string): Promise<BegunMap> =>
  beginMap(deps, batchId, execution);

/** Finish the batch, or fail it with what the Map ended with. */
export const finishMigration = async (
  batchId: string,
  ended: MigrationEnd,
): Promise<{ status: string }> => {
  const { status } = await finishMap(deps, batchId, {
    fence: ended.begun?.fence,
    ...(await endOf(ended)),
    listsAnything: (plan) => listsAnything(client, plan),
    unmatchedPatterns: (plan) => unmatchedPatterns(client, plan),
  });
  count(status.startsWith('completed') ? 'BatchesCompleted' : 'BatchesFailed');
  return { status };
};

/**
 * A child that failed all its tries left no records: the Map alone knows of its objects. A Map
 * without results may have had no children at all.
 */
const endOf = async ({
  error,
  turn,
  results,
}: MigrationEnd): Promise<Pick<MapEnd, 'stop' | 'sawNone'>> => {
  if (error) return { stop: failed(`the workflow ended with ${error.Error}`) };
  if (turn?.done) return {};
  const written = results?.ResultWriterDetails;
  if (!written) return { stop: failed('the Map wrote no results') };
  const outcome = await mapOutcome(client, written);
  const reason = reasons[outcome];
  return { stop: reason ? failed(reason) : undefined, sawNone: outcome === 'none' };
};

const failed = (reason: string): Stop => ({ status: 'failed', reason: `${reason}; resume it` });
