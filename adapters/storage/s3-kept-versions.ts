import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { KeptVersion, KeptVersions, VersionPosition } from '../../core/operations/ports.ts';
import { asking } from '../aws/aws-errors.ts';

const versionsIn = ({ Versions = [] }: ListObjectVersionsCommandOutput): KeptVersion[] =>
  Versions.map(({ Key = '', VersionId = '', Size = 0, LastModified = new Date() }) => ({
    key: Key,
    versionId: VersionId,
    sizeBytes: Size,
    modifiedAt: LastModified,
  }));

/** Versions in a bucket, as S3 lists them: a thousand a page, in order of their keys. */
export class S3KeptVersions implements KeptVersions {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async *pages(prefix?: string, after?: VersionPosition): AsyncGenerator<KeptVersion[]> {
    let marker:
      | { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined }
      | undefined = { KeyMarker: after?.key, VersionIdMarker: after?.versionId };
    while (marker) {
      const command = new ListObjectVersionsCommand({
        Bucket: this.#bucket,
        Prefix: prefix,
        ...marker,
      });
      const page: ListObjectVersionsCommandOutput = await asking('list permanent files', () =>
        this.#client.send(command),
      );
      yield versionsIn(page);
      marker = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
    }
  }
}
