import { createHash, randomBytes } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { awsError } from '../../adapters/aws/aws-errors.ts';
import { type Check, type Finding, fail, pass } from './check.ts';

export type Target = { bucket: string; prefix: string };

const bytes = Buffer.alloc(64, 'keepsake doctor ');

const sha256 = createHash('sha256').update(bytes).digest('base64');

/** Writes one object under a random name and removes it, as a migration would. */
export class BucketProbe {
  readonly #client: S3Client;
  readonly #target: Target;
  readonly #key: string;
  #versionId: string | undefined;

  constructor(client: S3Client, target: Target) {
    this.#client = client;
    this.#target = target;
    this.#key = `${target.prefix}keepsake-doctor-${randomBytes(8).toString('hex')}`;
  }

  checks(): Check[] {
    return [
      { name: 'bucket', needs: 'credentials', run: () => this.#list() },
      { name: 'permission to write', needs: 'bucket', run: () => this.#write() },
      { name: 'never overwrites', needs: 'permission to write', run: () => this.#writeAgain() },
      { name: 'permission to read', needs: 'permission to write', run: () => this.#read() },
      { name: 'permission to remove', needs: 'permission to write', run: () => this.#remove() },
    ];
  }

  async #list(): Promise<Finding> {
    const { bucket, prefix } = this.#target;
    try {
      await this.#client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 }),
      );
      return pass(`s3://${bucket}/${prefix} can be listed`);
    } catch (error) {
      const what =
        statusOf(error) === 404
          ? 'Create it, or name another one with --to.'
          : 'Allow s3:ListBucket on it to these credentials.';
      return fail(`s3://${bucket} cannot be listed (${awsError(error).name})`, what);
    }
  }

  #put() {
    const conditions = { IfNoneMatch: '*', ChecksumSHA256: sha256 };
    return this.#client.send(
      new PutObjectCommand({
        Bucket: this.#target.bucket,
        Key: this.#key,
        Body: bytes,
        ...conditions,
      }),
    );
  }

  async #write(): Promise<Finding> {
    try {
      this.#versionId = (await this.#put()).VersionId;
      return pass(
        this.#versionId === undefined
          ? 'written; the bucket keeps no versions'
          : 'written, with a version',
      );
    } catch (error) {
      return fail(
        `PutObject was refused (${awsError(error).name})`,
        'Allow s3:PutObject below the prefix to these credentials.',
      );
    }
  }

  async #writeAgain(): Promise<Finding> {
    try {
      await this.#put();
      return fail(
        'a second write under the same key was taken',
        'This storage ignores If-None-Match: let nobody else write below the prefix.',
      );
    } catch (error) {
      return statusOf(error) === 412
        ? pass('a second write under the same key is refused')
        : fail(`it answered ${awsError(error).name}`, 'Try again.');
    }
  }

  async #read(): Promise<Finding> {
    const object = { Bucket: this.#target.bucket, Key: this.#key };
    try {
      const head = await this.#client.send(
        new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }),
      );
      const { Body } = await this.#client.send(new GetObjectCommand(object));
      if (!bytes.equals(Buffer.from((await Body?.transformToByteArray()) ?? [])))
        return fail('other bytes came back', 'Do not use this storage.');
      return pass(
        head.ChecksumSHA256 === sha256
          ? 'the same bytes came back, with their SHA-256'
          : 'the same bytes came back; no SHA-256 is kept, verify reads',
      );
    } catch (error) {
      return fail(
        `GetObject was refused (${awsError(error).name})`,
        'Allow s3:GetObject below the prefix to these credentials.',
      );
    }
  }

  async #remove(): Promise<Finding> {
    const version = this.#versionId === undefined ? {} : { VersionId: this.#versionId };
    try {
      await this.#client.send(
        new DeleteObjectCommand({ Bucket: this.#target.bucket, Key: this.#key, ...version }),
      );
      return pass('removed again');
    } catch (error) {
      const action = this.#versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
      return fail(
        `${this.#key} stays: it could not be removed (${awsError(error).name})`,
        `Rollback needs ${action}; remove that object by hand.`,
      );
    }
  }
}

const statusOf = (error: unknown): number => awsError(error).$metadata?.httpStatusCode ?? 0;
