import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Destination, StoredObject } from '../../core/bulk/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';
import { headObject } from '../storage/head-object.ts';
import { toFacts } from '../storage/s3-facts.ts';
import { isGone } from '../storage/s3-refusals.ts';
import { hashObject } from '../storage/s3-sha256.ts';
import { type ListedObject, listPages } from './listing/list-pages.ts';
import { sdkPages } from './listing/sdk-pages.ts';

/**
 * Files below a prefix of a bucket: S3, R2 and look-alikes, with versions or without. Its client
 * should compute and check checksums `WHEN_REQUIRED` only: R2 refuses the others.
 */
export class S3Destination implements Destination {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor(client: S3Client, { bucket, prefix }: { bucket: string; prefix: string }) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  async head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    return asking(`look at ${key}`, () => this.#head(key, versionId));
  }

  list(after?: string): AsyncIterable<ListedObject[]> {
    const ask = sdkPages(this.#client, (request) => asking(`list ${this.#prefix}`, request));
    return listPages(ask, { bucket: this.#bucket, prefix: this.#prefix, after });
  }

  async sha256(key: string, versionId?: string): Promise<string> {
    return asking(`read ${key}`, () =>
      hashObject(this.#client, { bucket: this.#bucket, key, versionId }),
    );
  }

  async remove(key: string, versionId?: string): Promise<void> {
    const command = new DeleteObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      VersionId: versionId,
    });
    await asking(`remove ${key}`, async () => {
      try {
        await this.#client.send(command);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  }

  async abort(key: string, multipartId: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({
      Bucket: this.#bucket,
      Key: key,
      UploadId: multipartId,
    });
    await asking(`throw away the parts of ${key}`, async () => {
      try {
        await this.#client.send(command);
      } catch (error) {
        if (awsError(error).name !== 'NoSuchUpload') throw error;
      }
    });
  }

  async #head(key: string, versionId: string | undefined): Promise<StoredObject | undefined> {
    const object = { Bucket: this.#bucket, Key: key, VersionId: versionId };
    try {
      const answer = await headObject(this.#client, { ...object, ChecksumMode: 'ENABLED' });
      const { sizeBytes, metadata, sha256, etag } = toFacts(answer);
      const version = answer.VersionId === undefined ? {} : { versionId: answer.VersionId };
      return {
        key,
        sizeBytes,
        metadata,
        ...version,
        ...(etag !== undefined && { etag }),
        ...(sha256 !== undefined && { sha256 }),
      };
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }
}
