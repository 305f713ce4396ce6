import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock, PresignedUpload, PresignRequest, UploadSigner } from '../core/ports.ts';
import { NodeSha256 } from './node-sha256.ts';
import { encodedKey } from './s3-copy-source.ts';

/** Whose signature it is; the URL dies with these credentials at the latest. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

type Options = {
  region: string;
  credentials: () => Promise<Credentials>;
  clock: Clock;
  /** An S3 look-alike, addressed path-style; without it AWS, addressed virtual-hosted. */
  endpoint?: string | undefined;
};

/** What the client must repeat, byte for byte. Two of them are not "known" to S3 signers as headers: see `presign`. */
const sentHeaders = ({ contentType, sha256 }: PresignRequest) => ({
  'content-type': contentType,
  'x-amz-checksum-sha256': sha256,
  'if-none-match': '*',
});

/**
 * Presigns PUTs that S3 accepts for one key, once, and only with the announced length, type and SHA-256. Signs by hand: the S3
 * client would sign a CRC32 of no bytes, hoist the checksum into the query, and leave the type unsigned.
 */
export class S3UploadSigner implements UploadSigner {
  readonly #options: Options;
  readonly #signer: SignatureV4;

  constructor(options: Options) {
    this.#options = options;
    const { region, credentials } = options;
    this.#signer = new SignatureV4({ service: 's3', region, credentials, sha256: NodeSha256, uriEscapePath: false, applyChecksum: false });
  }

  async presign(request: PresignRequest): Promise<PresignedUpload> {
    const headers = sentHeaders(request);
    const place = this.#place(request);
    const signed = await this.#signer.presign(
      {
        method: 'PUT',
        ...place,
        query: {},
        headers: { ...headers, host: place.host, 'content-length': String(request.sizeBytes), 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      {
        expiresIn: request.seconds,
        signingDate: this.#options.clock.now(),
        // A checksum in the query is signed and then ignored by S3: any bytes would pass.
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      },
    );
    return { method: 'PUT', url: `${place.protocol}//${place.host}${signed.path}?${queryString(signed.query ?? {})}`, headers };
  }

  #place({ bucket, key }: PresignRequest) {
    const { endpoint, region } = this.#options;
    if (endpoint === undefined) return at(new URL(`https://${bucket}.s3.${region}.amazonaws.com`), `/${encodedKey(key)}`);
    return at(new URL(endpoint), `/${bucket}/${encodedKey(key)}`);
  }
}

const at = ({ protocol, host, hostname }: URL, path: string) => ({ protocol, host, hostname, path });

/** All values are single and ASCII: the signer put them there. */
const queryString = (query: Record<string, unknown>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
