import { listsAnything, unmatchedPatterns } from '../../adapters/bulk/s3-listing.ts';
import {
  type MapOutcome,
  type MapResults,
  mapOutcome,
} from '../../adapters/bulk/s3-map-results.ts';
import { finishMap, type MapEnd } from '../../core/bulk/begin-map.ts';
import type { Stop } from '../../core/bulk/model/batch-states.ts';
import { batches } from '../shared/batch-wiring.ts';
import { count } from '../shared/counted.ts';
import { clock, s3 } from '../shared/wiring.ts';
import { bulkHandler } from './bulk-handler.ts';

const deps = { batches: batches(), clock: clock() };
const client = s3();

type Input = {
  batchId: string;
  begun?: { fence: number };
  error?: { Error: string };
  /** The last turn of a batch that was copied without a Map. */
  turn?: { done: boolean };
  results?: { ResultWriterDetails?: MapResults };
};

const failed = (reason: string): Stop => ({ status: 'failed', reason: `${reason}; resume it` });

const reasons: Record<MapOutcome, string | undefined> = {
  succeeded: undefined,
  // An empty list has no children either: finishMap looks at the list.
  none: undefined,
  failed: 'some objects could not be worked on',
  unreadable: 'the Map’s results cannot be read',
};

/**
 * A child that failed all its tries left no records: the Map alone knows of its objects. A Map
 * without results may have had no children at all.
 */
const endOf = async ({
  error,
  turn,
  results,
}: Input): Promise<Pick<MapEnd, 'stop' | 'sawNone'>> => {
  if (error) return { stop: failed(`the workflow ended with ${error.Error}`) };
  if (turn?.done) return {};
  const written = results?.ResultWriterDetails;
  if (!written) return { stop: failed('the Map wrote no results') };
  const outcome = await mapOutcome(client, written);
  const reason = reasons[outcome];
  return { stop: reason ? failed(reason) : undefined, sawNone: outcome === 'none' };
};

/** Finish the batch, or fail it with what the Map ended with. */
export const handler = bulkHandler(async (input: Input) => {
  const { status } = await finishMap(deps, input.batchId, {
    fence: input.begun?.fence,
    ...(await endOf(input)),
    listsAnything: (plan) => listsAnything(client, plan),
    unmatchedPatterns: (plan) => unmatchedPatterns(client, plan),
  });
  count(status.startsWith('completed') ? 'BatchesCompleted' : 'BatchesFailed');
  return { status };
});
