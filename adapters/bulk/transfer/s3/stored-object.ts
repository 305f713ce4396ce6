import type { StoredObject } from '../../../../core/bulk/ports.ts';
import type { S3Wire } from './s3-wire.ts';

const metadataPrefix = 'x-amz-meta-';

/** Asks S3 for everything but the bytes of an object. Throws as `S3Wire.ask` does. */
export const storedObject = async (
  wire: S3Wire,
  { key, versionId }: { key: string; versionId: string | undefined },
): Promise<StoredObject> => {
  const { headers } = await wire.ask({
    method: 'HEAD',
    key,
    query: versionId === undefined ? {} : { versionId },
    headers: [['x-amz-checksum-mode', 'ENABLED']],
  });
  const { etag, 'x-amz-version-id': version } = headers;
  const sha256 = wholeSha256(headers);
  return {
    key,
    sizeBytes: Number(headers['content-length'] ?? 0),
    metadata: metadataIn(headers),
    ...(version !== undefined && { versionId: version }),
    ...(etag !== undefined && { etag }),
    ...(sha256 !== undefined && { sha256 }),
  };
};

/** A checksum of the parts' checksums (`…-12`) is not the object's own. */
const wholeSha256 = (headers: Readonly<Record<string, string>>): string | undefined => {
  const { 'x-amz-checksum-sha256': sha256, 'x-amz-checksum-type': type } = headers;
  return type === 'COMPOSITE' || sha256?.includes('-') ? undefined : sha256;
};

const metadataIn = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(metadataPrefix))
      .map(([name, value]) => [name.slice(metadataPrefix.length), value]),
  );
