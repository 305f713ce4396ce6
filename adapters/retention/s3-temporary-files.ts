import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { temporaryPrefix } from '../../core/contract.ts';
import type { TemporaryFile, TemporaryFiles } from '../../core/retention/ports.ts';
import { asking } from '../aws/aws-errors.ts';

/** Objects below `temp/` in the uploads bucket. */
export class S3TemporaryFiles implements TemporaryFiles {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async after(key: string, limit: number): Promise<TemporaryFile[]> {
    const command = new ListObjectsV2Command({
      Bucket: this.#bucket,
      Prefix: temporaryPrefix,
      StartAfter: key,
      MaxKeys: limit,
    });
    const { Contents = [] } = await asking('list temporary files', () =>
      this.#client.send(command),
    );
    return Contents.flatMap(({ Key, LastModified }) =>
      Key && LastModified ? [{ key: Key, storedAt: LastModified }] : [],
    );
  }
}
