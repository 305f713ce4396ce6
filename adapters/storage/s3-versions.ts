import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { requiredId } from '../aws/required-id.ts';

/**
 * Ids of the versions under exactly this key, newest first, without delete markers. S3 lists by
 * prefix, and the key itself comes first.
 */
export async function listVersions(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<string[]> {
  const found: string[] = [];
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  do {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }),
    );
    const versions = page.Versions ?? [];
    found.push(
      ...versions
        .filter((version) => version.Key === key)
        .map(({ VersionId }) => requiredId(VersionId, 'VersionId')),
    );
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : {};
  } while (marker.KeyMarker === key);
  return found;
}
