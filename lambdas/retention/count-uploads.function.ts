import type {
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  StreamRecord,
} from 'aws-lambda';
import { fromImage } from '../../adapters/dynamo/image.ts';
import { toUpload } from '../../adapters/dynamo/upload-item.ts';
import { RecordUnreadable } from '../../core/errors.ts';
import { countUploads } from '../../core/retention/count-uploads.ts';
import type { UploadChange } from '../../core/retention/model/upload-count.ts';
import { announceUploads } from '../../core/uploads/announce-uploads.ts';
import { askToKeep } from '../../core/uploads/ask-to-keep.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { countUnreadable } from '../shared/counted.ts';
import { settings } from '../shared/environment.ts';
import { logger, observed } from '../shared/observed.ts';
import { bus, stats } from '../shared/wiring.ts';

const deps = { stats: stats() };
const { announcesUploads } = settings('announcesUploads');

type Image = Parameters<typeof fromImage>[0] | undefined;

const uploadOf = (image: Image) => image && toUpload(fromImage(image));

/** The upload as it was, unless that cannot be read: a repaired record counts as a new one. */
const uploadBefore = (image: Image): Upload | undefined => {
  try {
    return uploadOf(image);
  } catch (error) {
    if (error instanceof RecordUnreadable) return undefined;
    throw error;
  }
};

/** `isLost`: no later delivery can be read either. */
type Told = { sequenceNumber: string; change?: UploadChange; isLost?: boolean };

const isOpen = ({ change, isLost }: Told, failed: readonly string[]): boolean =>
  change ? failed.includes(change.uploadId) : isLost !== true;

const changeIn = ({ Keys, NewImage, OldImage }: StreamRecord): UploadChange => {
  const uploadId = Keys?.uploadId?.S;
  if (uploadId === undefined) throw new Error('The record has no uploadId.');
  return { uploadId, now: uploadOf(NewImage as Image), before: uploadBefore(OldImage as Image) };
};

/**
 * A record of the stream never changes, so one that cannot be read is not handed back: its shard
 * would wait for it for hours, with the changes of every other upload there. The upload is counted
 * with its next change, a repair for example.
 */
const told = ({ dynamodb: record = {} }: DynamoDBRecord): Told => {
  const { SequenceNumber: sequenceNumber } = record;
  if (sequenceNumber === undefined) throw new Error('A record of the stream has no number.');
  try {
    return { sequenceNumber, change: changeIn(record) };
  } catch (error) {
    const uploadId = record.Keys?.uploadId?.S;
    logger.error('Change of an upload not understood', { uploadId, error: error as Error });
    countUnreadable(error);
    return { sequenceNumber, isLost: error instanceof RecordUnreadable };
  }
};

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
  const all = Records.map(told);
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
      ...(await announceUploads({ bus: bus() }, changes, (uploadIds, error) =>
        logger.warn('News of uploads will be told again', { uploadIds, error: error as Error }),
      )),
    );
  const open = all.filter((one) => isOpen(one, failed));
  return {
    batchItemFailures: open.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
  };
});
