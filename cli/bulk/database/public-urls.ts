import { encodedKey } from '../../../adapters/storage/s3-copy-source.ts';

type Service = { endpoint?: string | undefined; region?: string | undefined };

type Place = { bucket: string; key: string };

/**
 * URLs of objects for the rows of a database: of a bucket of AWS, below an endpoint, or by the
 * template `publicUrl` (`{bucket}`, `{key}`). Characters beyond those of a URL are escaped.
 */
export const publicUrls = (
  publicUrl: string | undefined,
  { endpoint, region = 'us-east-1' }: Service,
): ((place: Place) => string) => {
  const own =
    endpoint === undefined
      ? `https://{bucket}.s3.${region}.amazonaws.com/{key}`
      : `${endpoint.replace(/\/$/, '')}/{bucket}/{key}`;
  const template = publicUrl ?? own;
  return ({ bucket, key }) =>
    template.replaceAll('{bucket}', bucket).replaceAll('{key}', () => encodedKey(key));
};
