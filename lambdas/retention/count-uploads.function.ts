import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { RecordUnreadable } from '../../core/errors.ts';
import { countUploads } from '../../core/retention/count-uploads.ts';
import { askToKeep } from '../../core/uploads/ask-to-keep.ts';
import { publishUploadNews } from '../../core/uploads/publish-upload-news.ts';
import { settings } from '../shared/environment.ts';
import { countUnreadable } from '../shared/metrics.ts';
import { logger, observed } from '../shared/observed.ts';
import { bus, stats } from '../shared/wiring.ts';
import { needsRedelivery, readChange } from './read-change.ts';

const deps = { stats: stats() };
const { announcesUploads } = settings('announcesUploads');

/** A mark that cannot be read is as lasting as a record that cannot. */
const tellUncounted = (uploadIds: string[], error: unknown): void => {
  countUnreadable(error);
  logger.warn(
    error instanceof RecordUnreadable
      ? 'Changes of uploads cannot be counted'
      : 'Changes of uploads will be counted again',
    { uploadIds, error: error as Error },
  );
};

/**
 * The stream of the uploads table: counts every change once, gives back the quotas of uploads that
 * left temporary storage, and requests that uploads announced with `keep` are kept.
 */
export const handler = observed<DynamoDBStreamEvent, DynamoDBBatchResponse>(async ({ Records }) => {
  const all = Records.map(readChange);
  const changes = all.flatMap(({ change }) => change ?? []);
  const failed = [
    ...(await countUploads(deps, changes, tellUncounted)),
    ...(await askToKeep({ bus: bus() }, changes, (uploadIds, error) =>
      logger.warn('Uploads to be kept will be asked for again', {
        uploadIds,
        error: error as Error,
      }),
    )),
  ];
  if (announcesUploads)
    failed.push(
      ...(await publishUploadNews({ bus: bus() }, changes, (uploadIds, error) =>
        logger.warn('News of uploads will be told again', { uploadIds, error: error as Error }),
      )),
    );
  const open = all.filter((one) => needsRedelivery(one, failed));
  return {
    batchItemFailures: open.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
  };
});
