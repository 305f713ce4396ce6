import { type KeyObject, sign } from 'node:crypto';
import { publicPrefix } from '../../core/contract.ts';
import type { Deliverable, Delivery, DeliverySigner } from '../../core/delivery/ports.ts';
import type { CachedSecret } from '../aws/cached-secret.ts';
import { encodedKey } from '../storage/s3-copy-source.ts';

type Options = {
  /** Host name of the distribution. */
  domain: string;
  /** CloudFront's id of the public half of `privateKey`. */
  keyPairId: string;
  /** RSA 2048 or ECDSA P-256. */
  privateKey: Pick<CachedSecret<KeyObject>, 'get'>;
};

const urlSafe: Readonly<Record<string, string>> = { '+': '-', '=': '_', '/': '~' };

/**
 * Signs URLs of the distribution in front of permanent files. The SDK's signer parses the key for
 * every URL, so these few lines replace it. The hash is SHA-256: CloudFront accepts SHA-256 when
 * the URL names it, and uses SHA-1 otherwise.
 */
export class CloudFrontDeliverySigner implements DeliverySigner {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async sign({ key, isPublic }: Deliverable, expiresAt: Date): Promise<Delivery> {
    const url = `https://${this.#options.domain}/${encodedKey(key)}`;
    // Only objects below the public prefix are served without a signature, even if the record says
    // public.
    const isOpen = isPublic && key.startsWith(publicPrefix);
    return {
      url: isOpen ? url : await this.#sign(url, Math.floor(expiresAt.getTime() / 1000)),
      source: 'cloudfront',
    };
  }

  async #sign(url: string, expires: number): Promise<string> {
    const key = await this.#options.privateKey.get();
    const signature = sign('sha256', Buffer.from(cannedPolicy(url, expires)), key).toString(
      'base64',
    );
    const safe = signature.replace(/[+=/]/g, (char) => urlSafe[char] ?? char);
    const { keyPairId } = this.#options;
    const signed = `Expires=${expires}&Signature=${safe}&Key-Pair-Id=${keyPairId}`;
    return `${url}?${signed}&Hash-Algorithm=SHA256`;
  }
}

/**
 * CloudFront's canned policy. CloudFront rebuilds these bytes from the URL, so spaces or another
 * order of members break the signature.
 */
const cannedPolicy = (url: string, expires: number): string =>
  `{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
