import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { escapePath, unescapePath, unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile, SourceProblem } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { asking, awsError } from '../../aws/aws-errors.ts';
import { headObject } from '../../storage/head-object.ts';
import { isGone, isRefusal } from '../../storage/s3-refusals.ts';
import { type ListedObject, listPages } from '../listing/list-pages.ts';
import { sdkPages } from '../listing/sdk-pages.ts';

type Options = {
  bucket: string;
  prefix?: string;
  endpoint?: string;
  /** Take keys that cannot be printed safely, too; their paths are escaped. */
  anyName?: boolean;
};

/** Objects below a prefix of a bucket: S3, R2 or any S3-compatible storage. */
export class S3Source implements FileSource {
  readonly kind = 's3';
  readonly description: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #anyName: boolean;

  /** `endpoint` is only described; the client has its own. A prefix always ends at a `/`. */
  constructor(client: S3Client, { bucket, prefix = '', endpoint, anyName = false }: Options) {
    this.#anyName = anyName;
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    const where = endpoint ? ` at ${new URL(endpoint).host}` : '';
    this.description = `s3://${bucket}/${this.#prefix}${where}`;
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    const listing = {
      bucket: this.#bucket,
      prefix: this.#prefix,
      after: after === undefined ? undefined : this.#keyOf(after),
    };
    const ask = sdkPages(this.#client, (request) =>
      this.#asking(`list ${this.description}`, request),
    );
    for await (const page of listPages(ask, listing))
      if (page.length > 0) yield page.map((object) => this.#listed(object));
  }

  /** The object as it is now. Its version is read later, even if the object is replaced. */
  async stat(path: string): Promise<SourceFile | undefined> {
    if (!this.#anyName && unsafePath(path)) return undefined;
    // Escaped bytes that are not UTF-8: no key has them, and a key may look like their escape.
    if (escapePath(unescapePath(path)) !== path) return undefined;
    const key = this.#keyOf(path);
    const head = await asking(`look at ${path}`, () => this.#head(key));
    if (head === undefined || !('problem' in head)) return head && this.#found(path, head);
    return { path, location: { kind: 's3', bucket: this.#bucket, key }, ...head };
  }

  async close(): Promise<void> {}

  #keyOf(path: string): string {
    return this.#prefix + unescapePath(path);
  }

  #listed({ key, ...facts }: ListedObject): SourceFile {
    const path = key.slice(this.#prefix.length);
    const problem = this.#problem(path);
    return {
      path: escapePath(path),
      location: { kind: 's3', bucket: this.#bucket, key },
      ...facts,
      ...(problem && { problem }),
    };
  }

  #found(
    path: string,
    { ContentLength, ETag, LastModified, ContentType, VersionId }: HeadObjectCommandOutput,
  ): SourceFile {
    const version = VersionId === undefined || VersionId === 'null' ? {} : { versionId: VersionId };
    const problem = this.#problem(path);
    return {
      path,
      location: { kind: 's3', bucket: this.#bucket, key: this.#keyOf(path), ...version },
      ...(ContentLength !== undefined && { sizeBytes: ContentLength }),
      ...(LastModified && { modifiedAt: LastModified.toISOString() }),
      ...(ETag !== undefined && { etag: ETag }),
      ...(ContentType !== undefined && { contentType: ContentType }),
      ...(problem && { problem }),
    };
  }

  /** An archived object is none: its class stays when it is restored. Reading it tells. */
  #problem(path: string): SourceProblem | undefined {
    const unsafe = this.#anyName ? undefined : unsafePath(path);
    return unsafe
      ? { code: 'UnsafeName', message: `The object ${unsafe}. Use --names encode or keep.` }
      : undefined;
  }

  /** A final refusal: the source's bucket, region, key or permissions are wrong. */
  async #asking<Answer>(doing: string, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await asking(doing, ask);
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      throw InvalidInput.of('source', `Could not ${doing} (${awsError(error).name}).`);
    }
  }

  async #head(
    key: string,
  ): Promise<HeadObjectCommandOutput | { problem: SourceProblem } | undefined> {
    try {
      return await headObject(this.#client, { Bucket: this.#bucket, Key: key });
    } catch (error) {
      if (isGone(error)) return undefined;
      if (isRefusal(error)) return { problem: { code: 'Unreadable', message: whyOf(error) } };
      throw error;
    }
  }
}

/** One object, such as one under a customer's key (SSE-C), must not end the run for the others. */
const whyOf = (error: unknown): string => {
  const { name, message } = awsError(error);
  return statusOf(error) === 403
    ? 'The object may not be read (403). Give the credentials s3:GetObject on it, and ' +
        's3:ListBucket on the bucket.'
    : `The object cannot be read (${name}: ${message}).`;
};

const statusOf = (error: unknown): number | undefined => awsError(error).$metadata?.httpStatusCode;
