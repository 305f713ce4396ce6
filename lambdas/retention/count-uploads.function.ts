import type {
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  StreamRecord,
} from 'aws-lambda';
import { fromImage } from '../../adapters/dynamo/image.ts';
import { toUpload } from '../../adapters/dynamo/upload-item.ts';
import { countUploads } from '../../core/retention/count-uploads.ts';
import type { UploadChange } from '../../core/retention/model/upload-count.ts';
import { announceUploads } from '../../core/uploads/announce-uploads.ts';
import { askToKeep } from '../../core/uploads/ask-to-keep.ts';
import { settings } from '../shared/environment.ts';
import { logger, observed } from '../shared/observed.ts';
import { bus, stats } from '../shared/wiring.ts';

const deps = { stats: stats() };
const { announcesUploads } = settings('announcesUploads');

type Image = Parameters<typeof fromImage>[0] | undefined;

const uploadOf = (image: Image) => image && toUpload(fromImage(image));

type Told = { sequenceNumber: string; change?: UploadChange };

const changeIn = ({ Keys, NewImage, OldImage }: StreamRecord): UploadChange => {
  const uploadId = Keys?.uploadId?.S;
  if (uploadId === undefined) throw new Error('The record has no uploadId.');
  return { uploadId, now: uploadOf(NewImage as Image), before: uploadOf(OldImage as Image) };
};

/**
 * A record that cannot be read is handed back like one that cannot be counted. The record goes to
 * the dead-letter queue, which raises an alarm.
 */
const told = ({ dynamodb: record = {} }: DynamoDBRecord): Told => {
  const { SequenceNumber: sequenceNumber } = record;
  if (sequenceNumber === undefined) throw new Error('A record of the stream has no number.');
  try {
    return { sequenceNumber, change: changeIn(record) };
  } catch (error) {
    const uploadId = record.Keys?.uploadId?.S;
    logger.error('Change of an upload not understood', { uploadId, error: error as Error });
    return { sequenceNumber };
  }
};

/**
 * The stream of the uploads table: counts every change once, gives back the quotas of uploads that
 * left temporary storage, and requests that uploads announced with `keep` are kept.
 */
export const handler = observed<DynamoDBStreamEvent, DynamoDBBatchResponse>(async ({ Records }) => {
  const all = Records.map(told);
  const changes = all.flatMap(({ change }) => change ?? []);
  const failed = [
    ...(await countUploads(deps, changes, (uploadIds, error) =>
      logger.warn('Changes of uploads will be counted again', { uploadIds, error: error as Error }),
    )),
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
  const open = all.filter(({ change }) => change === undefined || failed.includes(change.uploadId));
  return {
    batchItemFailures: open.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
  };
});
