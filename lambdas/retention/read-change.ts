import type { DynamoDBRecord, StreamRecord } from 'aws-lambda';
import { fromStreamImage } from '../../adapters/dynamo/stream-image.ts';
import { toUpload } from '../../adapters/dynamo/upload-item.ts';
import { RecordUnreadable } from '../../core/errors.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import type { UploadChange } from '../../core/uploads/model/upload-news.ts';
import { logFailure } from '../shared/observed.ts';

/** `isLost`: no later delivery can be read either. */
export type StreamedChange = { sequenceNumber: string; change?: UploadChange; isLost?: boolean };

/** True for a record of the stream that is to be delivered again. */
export const needsRedelivery = (
  { change, isLost }: StreamedChange,
  failed: readonly string[],
): boolean => (change ? failed.includes(change.uploadId) : isLost !== true);

/**
 * A record of the stream never changes, so one that cannot be read is not handed back: its shard
 * would wait for it for hours, with the changes of every other upload there. The upload is counted
 * with its next change, a repair for example.
 */
export const readChange = ({ dynamodb: record = {} }: DynamoDBRecord): StreamedChange => {
  const { SequenceNumber: sequenceNumber } = record;
  if (sequenceNumber === undefined) throw new Error('A record of the stream has no number.');
  try {
    return { sequenceNumber, change: changeIn(record) };
  } catch (error) {
    const uploadId = record.Keys?.uploadId?.S;
    logFailure('Change of an upload not understood', error, { uploadId });
    return { sequenceNumber, isLost: error instanceof RecordUnreadable };
  }
};

type Image = Parameters<typeof fromStreamImage>[0] | undefined;

const changeIn = ({ Keys, NewImage, OldImage }: StreamRecord): UploadChange => {
  const uploadId = Keys?.uploadId?.S;
  if (uploadId === undefined) throw new Error('The record has no uploadId.');
  return { uploadId, now: uploadOf(NewImage as Image), before: uploadBefore(OldImage as Image) };
};

const uploadOf = (image: Image) => image && toUpload(fromStreamImage(image));

/** The upload as it was, unless that cannot be read: a repaired record counts as a new one. */
const uploadBefore = (image: Image): Upload | undefined => {
  try {
    return uploadOf(image);
  } catch (error) {
    if (error instanceof RecordUnreadable) return undefined;
    throw error;
  }
};
