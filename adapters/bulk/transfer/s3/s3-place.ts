import type { Origin } from '../http/connection.ts';

/** An S3-compatible service, as plain data for worker threads. */
export type S3Place = {
  region: string;
  /** An S3 look-alike, addressed path-style; without it AWS. */
  endpoint?: string;
  /** PEM certificates trusted instead of the system's. */
  ca?: string;
  /**
   * False where `x-amz-checksum-…` headers are not understood; bytes are then held by the signature
   * alone.
   */
  checksums: boolean;
};

/**
 * The service at an endpoint. R2 knows no regions but `auto`, and refuses checksum algorithms that
 * S3 has.
 */
export const placeAt = ({
  endpoint,
  region,
}: {
  endpoint?: string | undefined;
  region: string;
}): S3Place => {
  const isR2 =
    endpoint !== undefined && /\.r2\.cloudflarestorage\.com$/.test(new URL(endpoint).hostname);
  return {
    region: isR2 ? 'auto' : region,
    checksums: !isR2,
    ...(endpoint !== undefined && { endpoint }),
  };
};

/** How one bucket is reached: where, with which Host header, and what comes before every key. */
export type BucketAddress = { origin: Origin; host: string; prefix: string };

/** Virtual-hosted on AWS, path-style elsewhere and where dots would break the certificate. */
export function bucketAddress(place: S3Place, bucket: string): BucketAddress {
  const service = `s3.${place.region}.amazonaws.com`;
  if (place.endpoint === undefined && !bucket.includes('.'))
    return at(new URL(`https://${bucket}.${service}`), '', place);
  return at(new URL(place.endpoint ?? `https://${service}`), `/${bucket}`, place);
}

function at(
  { protocol, host, hostname, port, pathname }: URL,
  suffix: string,
  { ca }: S3Place,
): BucketAddress {
  const tls = protocol === 'https:';
  const origin = {
    tls,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (tls ? 443 : 80),
    ...(ca !== undefined && { ca }),
  };
  return { origin, host, prefix: `${pathname.replace(/\/$/, '')}${suffix}` };
}

/** True for an endpoint on this very machine. */
export const isLoopback = (endpoint: string): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname);
