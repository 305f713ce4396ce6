import { encodedKey } from '../../../adapters/storage/s3-copy-source.ts';
import type { ObjectAddress } from '../../../core/storage/ports.ts';

/** Where buckets are reached. A guessed region would make URLs that open nothing. */
type Service = { endpoint?: string | undefined; region: string };

/**
 * URLs of objects for the rows of a database: of a bucket of AWS, below an endpoint, or by the
 * template `publicUrl` (`{bucket}`, `{key}`). Characters beyond those of a URL are escaped.
 */
export const publicUrls = (
  publicUrl: string | undefined,
  { endpoint, region }: Service,
): ((address: ObjectAddress) => string) => {
  const below = endpoint && `${endpoint.replace(/\/$/, '')}/{bucket}/{key}`;
  return ({ bucket, key }) =>
    (publicUrl ?? below ?? addressAtAws(bucket, region))
      .replaceAll('{bucket}', bucket)
      .replaceAll('{key}', () => encodedKey(key));
};

/** No certificate of AWS is for a name with further dots, `media.example.com.s3.…`. */
const addressAtAws = (bucket: string, region: string): string =>
  bucket.includes('.')
    ? `https://s3.${region}.amazonaws.com/{bucket}/{key}`
    : `https://{bucket}.s3.${region}.amazonaws.com/{key}`;
