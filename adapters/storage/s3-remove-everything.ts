import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { requiredId } from '../aws/required-id.ts';

/** Removes the delete markers under exactly this key, so that its newest version is served. */
export async function removeMarkers(client: S3Client, bucket: string, key: string): Promise<void> {
  for (const { versionId, bytes } of await firstPage(client, bucket, key))
    if (bytes === undefined)
      await client.send(
        new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
      );
}

type Entry = { versionId: string; bytes: number | undefined };

/**
 * The first page of what lies under exactly this key; a delete marker has no bytes. S3 lists by
 * prefix, and the key itself comes first.
 */
async function firstPage(client: S3Client, bucket: string, key: string): Promise<Entry[]> {
  const page: ListObjectVersionsCommandOutput = await client.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
  );
  const here = (entry: { Key?: string | undefined }): boolean => entry.Key === key;
  return [
    ...(page.Versions ?? []).filter(here).map(({ VersionId, Size = 0 }) => ({
      versionId: requiredId(VersionId, 'VersionId'),
      bytes: Size,
    })),
    ...(page.DeleteMarkers ?? []).filter(here).map(({ VersionId }) => ({
      versionId: requiredId(VersionId, 'VersionId'),
      bytes: undefined,
    })),
  ];
}

/**
 * Removes all versions, page by page, until a listing is empty. So versions that arrive meanwhile
 * are removed, too, and the absence is verified. Returns the removed versions.
 */
export async function removeEverything(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<{ versions: number; bytes: number }> {
  const gone = { versions: 0, bytes: 0 };
  for (
    let entries = await firstPage(client, bucket, key);
    entries.length > 0;
    entries = await firstPage(client, bucket, key)
  ) {
    for (const { versionId, bytes } of entries) {
      await client.send(
        new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
      );
      if (bytes !== undefined) gone.versions += 1;
      gone.bytes += bytes ?? 0;
    }
  }
  return gone;
}
