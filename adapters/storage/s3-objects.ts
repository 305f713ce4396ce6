import { DeleteObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CopyRequest, ObjectFacts, ObjectRef, ObjectStore } from '../../core/storage/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { copyWhole } from './s3-copy.ts';
import { toFacts } from './s3-facts.ts';
import { copyInParts } from './s3-multipart-copy.ts';
import { abortMultipart, listMultiparts } from './s3-multipart-listing.ts';
import { maxSingleCopyBytes } from './s3-part-plan.ts';
import { copyRefusal, destinationExists, isGone } from './s3-refusals.ts';
import { removeEverything, removeMarkers } from './s3-remove-everything.ts';
import { hashObject } from './s3-sha256.ts';
import { listVersions } from './s3-versions.ts';

type Options = { multipartCopyBytes: number };

/**
 * Versioned objects in S3. Its role needs s3:ListBucket and s3:ListBucketVersions on both buckets:
 * without them a missing object, or a missing version of one, returns 403 and looks like a broken
 * permission.
 */
export class S3Objects implements ObjectStore {
  readonly #client: S3Client;
  readonly #partsFromBytes: number;

  constructor(client: S3Client, { multipartCopyBytes }: Options) {
    this.#client = client;
    this.#partsFromBytes = Math.max(1, Math.min(multipartCopyBytes, maxSingleCopyBytes));
  }

  async head(ref: ObjectRef): Promise<ObjectFacts | undefined> {
    return asking(`look at ${ref.key}`, () => this.#head(ref));
  }

  async copy(request: CopyRequest): Promise<{ versionId: string; sha256?: string }> {
    return asking(`copy to ${request.target.key}`, async () => {
      try {
        return await this.#copy(request);
      } catch (error) {
        throw (await copyRefusal(request, error, () => this.#exists(request))) ?? error;
      }
    });
  }

  async sha256(ref: ObjectRef): Promise<string> {
    return asking(`read ${ref.key}`, () => hashObject(this.#client, ref));
  }

  async versions(bucket: string, key: string): Promise<string[]> {
    return asking(`list versions of ${key}`, () => listVersions(this.#client, bucket, key));
  }

  async removeVersion({
    bucket,
    key,
    versionId,
  }: {
    bucket: string;
    key: string;
    versionId: string;
  }): Promise<void> {
    // Without the version id S3 would only hide the object behind a delete marker.
    const command = new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
    await asking(`remove a version of ${key}`, () => this.#client.send(command));
  }

  async hide(bucket: string, key: string): Promise<void> {
    if ((await this.versions(bucket, key)).length === 0) return;
    const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
    await asking(`hide ${key}`, () => this.#client.send(command));
  }

  async reveal(bucket: string, key: string): Promise<void> {
    await asking(`reveal ${key}`, () => removeMarkers(this.#client, bucket, key));
  }

  async abortMultiparts(bucket: string, key: string): Promise<void> {
    await asking(`abort multipart uploads of ${key}`, async () => {
      for (const upload of await listMultiparts(this.#client, bucket, key))
        await abortMultipart(this.#client, upload);
    });
  }

  async removeAll(bucket: string, key: string): Promise<{ versions: number; bytes: number }> {
    await this.abortMultiparts(bucket, key);
    return asking(`remove everything under ${key}`, () =>
      removeEverything(this.#client, bucket, key),
    );
  }

  async #copy(request: CopyRequest): Promise<{ versionId: string; sha256?: string }> {
    if (request.source.sizeBytes < this.#partsFromBytes) return copyWhole(this.#client, request);
    // S3 would say so too, but only after every part was copied.
    if (await this.#exists(request)) throw destinationExists(request);
    return copyInParts(this.#client, request);
  }

  async #exists({ target }: CopyRequest): Promise<boolean> {
    return (await this.#head(target)) !== undefined;
  }

  async #head({ bucket, key, versionId }: ObjectRef): Promise<ObjectFacts | undefined> {
    const command = new HeadObjectCommand({
      Bucket: bucket,
      Key: key,
      VersionId: versionId,
      ChecksumMode: 'ENABLED',
    });
    try {
      return toFacts(await this.#client.send(command));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }
}
