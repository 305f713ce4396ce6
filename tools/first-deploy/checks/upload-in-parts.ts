import { createHash, randomBytes } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { listMultiparts } from '../../../adapters/storage/s3-multipart-listing.ts';
import { base64 } from '../../../client/upload/base64.ts';
import { Crc64Nvme } from '../../../client/upload/crc64nvme.ts';
import { type Check, expectEqual } from '../check.ts';
import {
  announceInParts,
  crc64nvmeOf,
  listedParts,
  partOf,
  putPart,
  settled,
  signBarePart,
  signPart,
  type UploadInParts,
} from '../samples/upload-in-parts.ts';
import { askApi } from '../stage/ask-api.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';

const noneAdmitted = { skipped: 'no category admits a file larger than uploads.multipartBytes' };

const sendAll = async (stage: DeployedStage, upload: UploadInParts): Promise<void> => {
  for (let partNumber = 1; partNumber <= upload.multipart.partCount; partNumber++) {
    const status = await putPart(
      await signPart(stage, upload, partNumber),
      partOf(upload, partNumber),
    );
    expectEqual(`the answer to the PUT of part ${partNumber}`, status, 200);
  }
};

const complete = async (
  stage: DeployedStage,
  { token, uploadId }: UploadInParts,
): Promise<number> =>
  (await askApi(stage, { token, method: 'POST', path: `/uploads/${uploadId}/complete`, body: {} }))
    .status;

/** A file that was sent in parts, completed and checked. */
const completedOf = oncePerStage(async (stage) => {
  const upload = await announceInParts(stage);
  if (!upload) return undefined;
  await sendAll(stage, upload);
  return { upload, completed: await complete(stage, upload), seen: await settled(stage, upload) };
});

const partRefused: Check = {
  name: 'S3 refuses other bytes for a signed part, and more bytes than were signed',
  remedy:
    'do not go live: lambdas/uploads/sign-parts-route.ts signs less than it should, see ' +
    'adapters/uploads/s3-upload-signer.ts',
  async run(stage) {
    const upload = await announceInParts(stage);
    if (!upload) return noneAdmitted;
    const { partCount } = upload.multipart;
    const signed = await signPart(stage, upload, partCount);
    const { length } = partOf(upload, partCount);
    expectEqual('the answer to other bytes', await putPart(signed, randomBytes(length)), 400);
    expectEqual('the answer to one byte more', await putPart(signed, randomBytes(length + 1)), 403);
    return '400, 403';
  },
};

const bareTaken: Check = {
  name: 'S3 takes a part without a checksum, and makes its CRC64NVME itself',
  remedy:
    'clients that send no checksums cannot upload: compare ' +
    'adapters/uploads/s3-multipart-uploads.ts (`begin`) with S3’s documents',
  onlyAws: 'it makes no checksums by itself',
  async run(stage) {
    const upload = await announceInParts(stage);
    if (!upload) return noneAdmitted;
    const { partCount } = upload.multipart;
    const status = await putPart(
      await signBarePart(stage, upload, partCount),
      partOf(upload, partCount),
    );
    expectEqual('the answer to the PUT', status, 200);
    const [listed] = await listedParts(stage, upload);
    expectEqual('its CRC64NVME', listed?.crc64nvme, crc64nvmeOf(upload, partCount));
    return listed?.crc64nvme;
  },
};

const givenUp: Check = {
  name: 'an upload in parts that is given up leaves no part behind',
  remedy: 'see the log of erase: parts cost storage until the bucket’s lifecycle drops them',
  async run(stage) {
    const upload = await announceInParts(stage);
    if (!upload) return noneAdmitted;
    const { token, uploadId, key, multipart } = upload;
    await putPart(
      await signPart(stage, upload, multipart.partCount),
      partOf(upload, multipart.partCount),
    );
    expectEqual(
      'the unfinished uploads of the key before',
      (await listMultiparts(stage.s3, stage.uploadsBucket, key)).length,
      1,
    );
    expectEqual(
      'the answer to DELETE',
      (await askApi(stage, { token, method: 'DELETE', path: `/uploads/${uploadId}` })).status,
      204,
    );
    expectEqual(
      'the unfinished uploads of the key after',
      (await listMultiparts(stage.s3, stage.uploadsBucket, key)).length,
      0,
    );
    return undefined;
  },
};

const wholeFile = { notQuick: 'it sends a file larger than uploads.multipartBytes' };

const putTogether: Check = {
  name: 'a file in parts is put together, read by the worker and found to be the announced one',
  remedy: 'see the logs of uploads and check-upload, and the dead letters between them',
  ...wholeFile,
  async run(stage) {
    const done = await completedOf(stage);
    if (!done) return noneAdmitted;
    expectEqual('the answer to complete', done.completed, 202);
    expectEqual('the status', done.seen.status, 'uploaded');
    expectEqual(
      'its SHA-256 on record',
      done.seen.sha256,
      createHash('sha256').update(done.upload.bytes).digest('base64'),
    );
    return `${done.upload.multipart.partCount} parts, ${done.upload.bytes.length} bytes`;
  },
};

const wholeChecksum: Check = {
  name: 'S3 keeps a full-object CRC64NVME of a file in parts',
  remedy:
    'such files are then read and hashed once more when they are ordered: slower, not wrong; ' +
    'see adapters/uploads/s3-multipart-uploads.ts',
  onlyAws: 'it calls the checksum of every object in parts COMPOSITE',
  ...wholeFile,
  async run(stage) {
    const done = await completedOf(stage);
    if (!done) return noneAdmitted;
    const at = { Bucket: stage.uploadsBucket, Key: done.upload.key };
    const { ChecksumCRC64NVME, ChecksumType } = await stage.s3.send(
      new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }),
    );
    expectEqual('the checksum type', ChecksumType, 'FULL_OBJECT');
    expectEqual(
      'the CRC64NVME',
      ChecksumCRC64NVME,
      base64(new Crc64Nvme().update(done.upload.bytes).digest()),
    );
    return ChecksumCRC64NVME;
  },
};

/** Files too large for one request. */
export const uploadInPartsChecks: readonly Check[] = [
  partRefused,
  bareTaken,
  givenUp,
  putTogether,
  wholeChecksum,
];
