import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FileWriter, StoredPin, WriteRequest } from '../../core/uploads/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { unversioned } from '../storage/s3-copy.ts';
import { isPreconditionFailed } from '../storage/s3-refusals.ts';

/** Small files, into S3 in one request. */
export class S3FileWriter implements FileWriter {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  async put(request: WriteRequest): Promise<StoredPin> {
    return asking(`store ${request.key}`, async () => {
      try {
        return pin(await this.#client.send(putOf(request)));
      } catch (error) {
        if (!isPreconditionFailed(error)) throw error;
        return this.#findStored(request, error);
      }
    });
  }

  /** The SDK retries unanswered requests: the object in the way may be this very one. */
  async #findStored({ bucket, key, sha256 }: WriteRequest, refusal: unknown): Promise<StoredPin> {
    const found = await this.#client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }),
    );
    if (found.ChecksumSHA256 === sha256) return pin(found);
    throw refusal;
  }
}

const putOf = ({ bucket, key, contentType, bytes, sha256 }: WriteRequest): PutObjectCommand =>
  new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    ChecksumSHA256: sha256,
    IfNoneMatch: '*',
  });

const pin = (answer: { VersionId?: string | undefined; ETag?: string | undefined }): StoredPin => ({
  versionId: answer.VersionId ?? unversioned,
  etag: answer.ETag,
});
