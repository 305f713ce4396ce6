import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
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

type Told = { sequenceNumber: string; uploadId: string; change?: UploadChange };

/**
 * A record that cannot be read is handed back like one that cannot be counted. The record goes to
 * the dead-letter queue, which raises an alarm.
 */
const told = ({ dynamodb }: DynamoDBRecord): Told => {
  const sequenceNumber = dynamodb?.SequenceNumber ?? '';
  const uploadId = dynamodb?.Keys?.uploadId?.S ?? '';
  try {
    const [now, before] = [
      uploadOf(dynamodb?.NewImage as Image),
      uploadOf(dynamodb?.OldImage as Image),
    ];
    return { sequenceNumber, uploadId, change: { uploadId, now, before } };
  } catch (error) {
    logger.error('Change of an upload not understood', { uploadId, error: error as Error });
    return { sequenceNumber, uploadId };
  }
};

/**
 * The stream of the uploads table: counts every change once, gives back the quotas of what left
 * temporary storage, and asks for what was announced with `keep` to be kept.
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
  const open = all.filter(
    ({ uploadId, change }) => change === undefined || failed.includes(uploadId),
  );
  return {
    batchItemFailures: open.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
  };
});
