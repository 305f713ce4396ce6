import { S3Client } from '@aws-sdk/client-s3';
import { listsAnything } from '../../adapters/bulk/s3-listing.ts';
import { everyChildSucceeded, type MapResults } from '../../adapters/bulk/s3-map-results.ts';
import { finishMap } from '../../core/bulk/begin-map.ts';
import type { Stop } from '../../core/bulk/model/batch-states.ts';
import { count } from '../shared/counted.ts';
import { batches, clock } from '../shared/wiring.ts';
import { bulkHandler } from './bulk-handler.ts';

const deps = { batches: batches(), clock: clock() };
const client = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });

type Input = {
  batchId: string;
  begun?: { fence: number };
  error?: { Error: string };
  /** The last turn of a batch that was copied without a Map. */
  turn?: { done: boolean };
  results?: { ResultWriterDetails?: MapResults };
};

const failed = (reason: string): Stop => ({ status: 'failed', reason: `${reason}; resume it` });

/**
 * A child that failed all its tries left no records: the Map alone knows of its objects. A Map
 * without results may have had no children at all.
 */
const stopOf = async ({ error, turn, results }: Input): Promise<Stop | undefined> => {
  if (error) return failed(`the workflow ended with ${error.Error}`);
  const written = results?.ResultWriterDetails;
  if (turn?.done) return undefined;
  if (!written) return failed('the Map wrote no results');
  return (await everyChildSucceeded(client, written))
    ? undefined
    : failed('some objects could not be worked on');
};

/** Finish the batch, or fail it with what the Map ended with. */
export const handler = bulkHandler(async (input: Input) => {
  const stop = await stopOf(input);
  const { status } = await finishMap(deps, input.batchId, {
    fence: input.begun?.fence,
    stop,
    listsAnything: (plan) => listsAnything(client, plan),
  });
  count(status.startsWith('completed') ? 'BatchesCompleted' : 'BatchesFailed');
  return { status };
});
