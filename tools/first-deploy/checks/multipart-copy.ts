import { randomBytes, randomUUID } from 'node:crypto';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { copySource } from '../../../adapters/storage/s3-copy-source.ts';
import { temporaryPrefix } from '../../../core/contract.ts';
import { type Check, expectEqual, expectThat } from '../check.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { removeBelow } from '../stage/stored-objects.ts';

// The least S3 takes as a part; the product's own parts are larger
// (adapters/storage/s3-part-plan.ts), the calls are the same.
const partBytes = 5 * 1024 ** 2;
const partNumbers = [1, 2];

const putSource = async (
  stage: DeployedStage,
  key: string,
): Promise<{ bucket: string; key: string; versionId: string }> => {
  const { s3, uploadsBucket: bucket, leftovers } = stage;
  leftovers.add(`${bucket}/${key}`, () => removeBelow(s3, bucket, key));
  const bytes = randomBytes(partBytes * partNumbers.length);
  const { VersionId: versionId = '' } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }),
  );
  return { bucket, key, versionId };
};

const copyParts = async (
  { s3, filesBucket, leftovers }: DeployedStage,
  key: string,
  source: string,
): Promise<void> => {
  const target = { Bucket: filesBucket, Key: key };
  leftovers.add(`${filesBucket}/${key}`, () => removeBelow(s3, filesBucket, key));
  const whole = { ChecksumType: 'FULL_OBJECT' } as const;
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...target, ...whole, ChecksumAlgorithm: 'CRC64NVME' }),
  );
  const parts: CompletedPart[] = [];
  for (const PartNumber of partNumbers) {
    const CopySourceRange = `bytes=${(PartNumber - 1) * partBytes}-${PartNumber * partBytes - 1}`;
    const copy = new UploadPartCopyCommand({
      ...target,
      UploadId,
      PartNumber,
      CopySource: source,
      CopySourceRange,
    });
    const { CopyPartResult: { ETag, ChecksumCRC64NVME } = {} } = await s3.send(copy);
    parts.push({ PartNumber, ETag, ChecksumCRC64NVME });
  }
  await s3.send(
    new CompleteMultipartUploadCommand({
      ...target,
      ...whole,
      UploadId,
      IfNoneMatch: '*',
      MultipartUpload: { Parts: parts },
      MpuObjectSize: partBytes * partNumbers.length,
    }),
  );
};

const wholeCrc = async (
  { s3 }: DeployedStage,
  Bucket: string,
  Key: string,
): Promise<string | undefined> => {
  const { ChecksumCRC64NVME, ChecksumType } = await s3.send(
    new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }),
  );
  expectEqual(`the checksum type of ${Bucket}/${Key}`, ChecksumType, 'FULL_OBJECT');
  return ChecksumCRC64NVME;
};

/** The checksum that verifies a file above `multipartCopyBytes`. */
export const multipartCopyCheck: Check = {
  name: 'a copy in parts carries the same full-object CRC64NVME as its source',
  remedy:
    'large files are then read and hashed instead (streamed-sha256): slower, not wrong; ' +
    'compare adapters/storage/s3-multipart-copy.ts with S3’s documents',
  onlyAws: 'its multipart copies keep no CRC64NVME',
  notQuick: 'it sends 10 MiB',
  async run(stage) {
    const id = `first-deploy-${randomUUID()}`;
    const source = await putSource(stage, `${temporaryPrefix}${id}`);
    await copyParts(stage, id, copySource(source));
    const crc = await wholeCrc(stage, source.bucket, source.key);
    expectThat(crc, 'S3 gave the source no CRC64NVME of its own');
    expectEqual('the CRC64NVME of the copy', await wholeCrc(stage, stage.filesBucket, id), crc);
    return crc;
  },
};
