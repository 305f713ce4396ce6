import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type Part,
  type S3Client,
} from '@aws-sdk/client-s3';
import { TransientFault } from '../../core/errors.ts';
import type { MultipartRef, MultipartUploads, StoredPart } from '../../core/uploads/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';
import { abortMultipart, listParts } from '../storage/s3-multipart-listing.ts';
import { isPreconditionFailed } from '../storage/s3-refusals.ts';

/** Multipart uploads of customers to S3. */
export class S3MultipartUploads implements MultipartUploads {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  async begin({
    bucket,
    key,
    contentType,
  }: {
    bucket: string;
    key: string;
    contentType: string;
  }): Promise<string> {
    const command = new CreateMultipartUploadCommand({
      Bucket: bucket,
      Key: key,
      ContentType: contentType,
      // The only checksums S3 keeps of a whole object that came in parts are CRCs; its SHA-256
      // would be one of parts.
      ChecksumAlgorithm: 'CRC64NVME',
      ChecksumType: 'FULL_OBJECT',
    });
    const { UploadId } = await asking(`begin the parts of ${key}`, () =>
      this.#client.send(command),
    );
    return requiredId(UploadId, 'UploadId');
  }

  async parts(ref: MultipartRef): Promise<StoredPart[] | undefined> {
    return asking(`list the parts of ${ref.key}`, async () => {
      try {
        const found = await listParts(this.#client, s3Ref(ref));
        return [...found.values()]
          .map(toStored)
          .sort((one, other) => one.partNumber - other.partNumber);
      } catch (error) {
        if (isEnded(error)) return undefined;
        throw error;
      }
    });
  }

  async complete(ref: MultipartRef, parts: readonly StoredPart[]): Promise<void> {
    await asking(`complete the parts of ${ref.key}`, async () => {
      try {
        await this.#client.send(completion(ref, parts));
      } catch (error) {
        if (isEnded(error)) return;
        if (isReplacedPart(error)) throw replacedMeanwhile(ref, error);
        if (!isPreconditionFailed(error)) throw error;
        // These parts will not be completed. Parts that are not aborted cost storage until a
        // lifecycle rule removes them.
        await abortMultipart(this.#client, s3Ref(ref));
      }
    });
  }

  async abort(ref: MultipartRef): Promise<void> {
    await asking(`abort the parts of ${ref.key}`, () => abortMultipart(this.#client, s3Ref(ref)));
  }
}

const s3Ref = ({ bucket, key, multipartId }: MultipartRef) => ({
  bucket,
  key,
  uploadId: multipartId,
});

/** Completed (the answer may have been lost), aborted, or never begun: S3 does not say which. */
const isEnded = (error: unknown): boolean => awsError(error).name === 'NoSuchUpload';

/** A part was sent once more between our listing and our completion. */
const isReplacedPart = (error: unknown): boolean => awsError(error).name === 'InvalidPart';

const replacedMeanwhile = ({ key }: MultipartRef, cause: unknown): TransientFault =>
  new TransientFault(`A part of ${key} was replaced meanwhile. Try the same again.`, {
    cause,
    context: { key },
  });

const completion = (
  { bucket, key, multipartId }: MultipartRef,
  parts: readonly StoredPart[],
): CompleteMultipartUploadCommand =>
  new CompleteMultipartUploadCommand({
    Bucket: bucket,
    Key: key,
    UploadId: multipartId,
    IfNoneMatch: '*',
    MultipartUpload: { Parts: parts.map(toCompleted) },
    ChecksumType: 'FULL_OBJECT',
    MpuObjectSize: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  });

const toCompleted = ({ partNumber, etag, crc64nvme }: StoredPart): CompletedPart => ({
  PartNumber: partNumber,
  ETag: etag,
  ChecksumCRC64NVME: crc64nvme,
});

const toStored = ({ PartNumber = 0, Size = 0, ETag, ChecksumCRC64NVME }: Part): StoredPart => ({
  partNumber: PartNumber,
  sizeBytes: Size,
  etag: requiredId(ETag, 'ETag'),
  ...(ChecksumCRC64NVME !== undefined && { crc64nvme: ChecksumCRC64NVME }),
});
