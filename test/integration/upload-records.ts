import { DynamoUploads } from '../../adapters/dynamo-uploads.ts';
import { SystemClock } from '../../adapters/system-clock.ts';
import type { Upload } from '../../core/model/upload.ts';
import { changeUpload } from '../../core/use-cases/change-upload.ts';
import { documents } from '../contracts/emulator.ts';
import { deployed } from './deployed.ts';

/** Uploads as they are on record. */
export const uploadRecords = new DynamoUploads(documents, deployed.tables.uploads);

/** Makes a record look as the test wants to find it. */
export const changeRecord = (uploadId: string, changes: Partial<Upload>): Promise<Upload> =>
  changeUpload({ uploads: uploadRecords, clock: new SystemClock() }, uploadId, (upload) => ({ ...upload, ...changes }));
