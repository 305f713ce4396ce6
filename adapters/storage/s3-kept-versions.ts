import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { KeptVersion, KeptVersions } from '../../core/operations/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';

/** `KeyMarker` and `VersionIdMarker` of a request. */
type Marker = Record<string, string>;

/** Versions in a bucket, as S3 lists them: in order of their keys, a thousand a page at most. */
export class S3KeptVersions implements KeptVersions {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #pageSize: number | undefined;

  constructor(client: S3Client, bucket: string, pageSize?: number) {
    this.#client = client;
    this.#bucket = bucket;
    this.#pageSize = pageSize;
  }

  async *pages(
    prefix: string | undefined,
    after?: string,
  ): AsyncGenerator<{ versions: KeptVersion[]; next?: string | undefined }> {
    let marker: Marker | undefined = markerOf(after);
    while (marker) {
      const command = new ListObjectVersionsCommand({
        Bucket: this.#bucket,
        Prefix: prefix,
        MaxKeys: this.#pageSize,
        ...marker,
      });
      const page: ListObjectVersionsCommandOutput = await asking('list permanent files', () =>
        this.#client.send(command),
      );
      marker = nextMarker(page);
      yield { versions: versionsIn(page), next: marker && textOf(marker) };
    }
  }
}

/** These two alone: a text from outside must not name another bucket or prefix. */
const markerOf = (text: string | undefined): Marker => {
  const markers = new URLSearchParams(text);
  const [KeyMarker, VersionIdMarker] = [markers.get('KeyMarker'), markers.get('VersionIdMarker')];
  return { ...(KeyMarker && { KeyMarker }), ...(VersionIdMarker && { VersionIdMarker }) };
};

const nextMarker = ({ IsTruncated, ...page }: ListObjectVersionsCommandOutput) => {
  const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
  if (!IsTruncated || KeyMarker === undefined) return undefined;
  return { KeyMarker, ...(VersionIdMarker !== undefined && { VersionIdMarker }) };
};

const versionsIn = ({ Versions = [] }: ListObjectVersionsCommandOutput): KeptVersion[] =>
  Versions.map(({ Key, VersionId, Size = 0, LastModified = new Date() }) => ({
    key: requiredId(Key, 'Key'),
    versionId: requiredId(VersionId, 'VersionId'),
    sizeBytes: Size,
    modifiedAt: LastModified,
  }));

/** Both markers in printable ASCII, for every key. */
const textOf = (marker: Marker): string => new URLSearchParams(marker).toString();
