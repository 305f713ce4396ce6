import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../../core/shared/ports.ts';
import type { Credentials } from '../aws/aws-credentials.ts';
import { NodeSha256 } from '../aws/node-sha256.ts';
import { encodedKey, escaped } from './s3-copy-source.ts';

/** Credentials of the signature, and the place of the buckets. */
export type PresignerOptions = {
  region: string;
  credentials: () => Promise<Credentials>;
  clock: Clock;
  /** An S3 look-alike, addressed path-style; without it AWS, addressed virtual-hosted. */
  endpoint?: string | undefined;
  /** Through the nearest edge location (S3 Transfer Acceleration); not for a look-alike. */
  isAccelerated?: boolean;
};

/** One request that may be made until `seconds` from now, exactly as it stands here. */
export type Presignable = {
  method: 'GET' | 'PUT';
  bucket: string;
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Of `headers`, those that must not move to the query, as SigV4 lets `x-amz-` ones do. */
  keptAsHeaders?: Set<string>;
  seconds: number;
};

/** Signs S3 URLs without the SDK, which would choose the host and signed headers itself. */
export class S3Presigner {
  readonly #options: PresignerOptions;
  readonly #signer: SignatureV4;

  constructor(options: PresignerOptions) {
    this.#options = options;
    const { region, credentials } = options;
    this.#signer = new SignatureV4({
      service: 's3',
      region,
      credentials,
      sha256: NodeSha256,
      uriEscapePath: false,
      applyChecksum: false,
    });
  }

  async url({
    method,
    query = {},
    headers = {},
    keptAsHeaders,
    seconds,
    ...object
  }: Presignable): Promise<string> {
    const place = this.#place(object);
    const signed = await this.#signer.presign(
      {
        method,
        ...place,
        query,
        headers: { ...headers, host: place.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      {
        expiresIn: seconds,
        signingDate: this.#options.clock.now(),
        ...(keptAsHeaders && { unhoistableHeaders: keptAsHeaders }),
      },
    );
    return `${place.protocol}//${place.host}${signed.path}?${queryString(signed.query ?? {})}`;
  }

  #place({ bucket, key }: { bucket: string; key: string }) {
    const { endpoint, region, isAccelerated } = this.#options;
    const service = isAccelerated ? 's3-accelerate' : `s3.${region}`;
    if (endpoint === undefined)
      return at(new URL(`https://${bucket}.${service}.amazonaws.com`), `/${encodedKey(key)}`);
    return at(new URL(endpoint), `/${bucket}/${encodedKey(key)}`);
  }
}

const at = ({ protocol, host, hostname }: URL, path: string) => ({
  protocol,
  host,
  hostname,
  path,
});

/** Every parameter has one value, escaped as it is signed: all servers read it alike. */
const queryString = (query: Record<string, unknown>): string =>
  Object.entries(query)
    .map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`)
    .join('&');
