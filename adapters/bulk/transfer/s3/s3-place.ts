import type { Origin } from '../http/connection.ts';
import type { HttpProxy } from '../http/tunnel.ts';

/** `path`: `https://host/bucket/key`; `virtual`: `https://bucket.host/key`. */
export const addressings = ['path', 'virtual'] as const;

type Addressing = (typeof addressings)[number];

/** An S3-compatible service, as plain data for worker threads. */
export type S3Place = {
  region: string;
  /** An S3 look-alike; without it AWS. */
  endpoint?: string;
  /** Where the bucket's name stands; a look-alike's is in the path unless this says `virtual`. */
  addressing?: Addressing;
  /** The proxy of every connection. */
  proxy?: HttpProxy;
  /** PEM certificates trusted instead of the system's. */
  ca?: string;
  /** Each request agrees to be paid for. */
  requesterPays?: boolean;
  /** False if `x-amz-checksum-…` headers are unknown; the signature then covers the bytes. */
  checksums: boolean;
};

/** The service at an endpoint. R2 knows only region `auto` and fewer checksums than S3. */
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

/** The address of the service, without a bucket. */
export const serviceUrl = ({ endpoint, region }: S3Place): URL =>
  new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);

/** Where connections to the service go, and their Host header. */
export const serviceAddress = (place: S3Place): Pick<BucketAddress, 'origin' | 'host'> =>
  at(serviceUrl(place), '', place);

/** How one bucket is reached: address, Host header, and the prefix of every key. */
export type BucketAddress = { origin: Origin; host: string; prefix: string };

/**
 * Unless the place says otherwise: virtual-hosted on AWS, path-style elsewhere and where a host
 * name cannot begin with the bucket's.
 */
export function bucketAddress(place: S3Place, bucket: string): BucketAddress {
  const usual = place.endpoint === undefined && isHostLabel(bucket) ? 'virtual' : 'path';
  const url = serviceUrl(place);
  if ((place.addressing ?? usual) === 'path') return at(url, `/${bucket}`, place);
  url.hostname = `${bucket}.${url.hostname}`;
  return at(url, '', place);
}

/** Part of a host name, and covered by the certificate of AWS: no dots, capitals, underscores. */
const isHostLabel = (bucket: string): boolean => /^[a-z0-9-]{3,63}$/.test(bucket);

function at(
  { protocol, host, hostname, port, pathname }: URL,
  suffix: string,
  { ca, proxy }: S3Place,
): BucketAddress {
  const tls = protocol === 'https:';
  const origin = {
    tls,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (tls ? 443 : 80),
    ...(ca !== undefined && { ca }),
    ...(proxy && { proxy }),
  };
  return { origin, host, prefix: `${pathname.replace(/\/$/, '')}${suffix}` };
}

/** True for an endpoint on this very machine. */
export const isLoopback = (endpoint: string): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname);
