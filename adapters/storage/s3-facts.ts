import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectFacts } from '../../core/storage/ports.ts';
import { unversioned } from './s3-copy.ts';

/** How the bytes travelled, as some endpoints keep it; says nothing about the file. */
const chunked = /^\s*aws-chunked\s*,?\s*/i;

/** A HEAD as the domain sees it; without checksums that are not of the whole object. */
export function toFacts(head: HeadObjectCommandOutput): ObjectFacts {
  const whole = (value: string | undefined): string | undefined =>
    value === undefined || head.ChecksumType === 'COMPOSITE' || isComposite(value)
      ? undefined
      : value;
  return {
    versionId: head.VersionId ?? unversioned,
    etag: head.ETag,
    sizeBytes: head.ContentLength ?? 0,
    contentType: head.ContentType ?? 'application/octet-stream',
    metadata: head.Metadata ?? {},
    ...servedHeaders(head),
    sha256: whole(head.ChecksumSHA256),
    crc64nvme: whole(head.ChecksumCRC64NVME),
    ...(head.ReplicationStatus && { replication: head.ReplicationStatus }),
  };
}

/**
 * A composite checksum (`…-12`) depends on how the object was cut into parts. Such a checksum
 * proves nothing about another object.
 */
const isComposite = (value: string): boolean => /-\d+$/.test(value);

const servedHeaders = (head: HeadObjectCommandOutput): Pick<ObjectFacts, 'servedHeaders'> => {
  const headers = {
    'Content-Encoding': head.ContentEncoding?.replace(chunked, ''),
    'Cache-Control': head.CacheControl,
    'Content-Language': head.ContentLanguage,
    'Content-Disposition': head.ContentDisposition,
    Expires: head.ExpiresString,
  };
  const present = Object.entries(headers).filter((header): header is [string, string] =>
    Boolean(header[1]),
  );
  return present.length === 0 ? {} : { servedHeaders: Object.fromEntries(present) };
};
