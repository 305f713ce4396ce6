import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { changeUpload } from '../../../core/uploads/change-upload.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { deployed } from '../shared/deployed.ts';

/** Uploads as they are on record. */
export const uploadRecords = new DynamoUploads(documents, deployed.tables.uploads);

/** Makes a record look as the test wants to find it. */
export const changeRecord = (uploadId: string, changes: Partial<Upload>): Promise<Upload> =>
  changeUpload({ uploads: uploadRecords, clock: new SystemClock() }, uploadId, (upload) => ({
    ...upload,
    ...changes,
  }));
