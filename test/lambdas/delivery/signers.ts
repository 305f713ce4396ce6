import type { Deliverable, Delivery, DeliverySigner } from '../../../core/delivery/ports.ts';

/**
 * A signer under one key: permanent files at the CDN, the others at storage. Remembers what it was
 * asked to sign.
 */
export class NamedSigner implements DeliverySigner {
  readonly asked: Deliverable[] = [];
  readonly #keyId: string;

  constructor(keyId = 'K1') {
    this.#keyId = keyId;
  }

  async sign(file: Deliverable, expiresAt: Date): Promise<Delivery> {
    this.asked.push(file);
    const [host, source] = file.permanent
      ? (['cdn.test', 'cloudfront'] as const)
      : (['storage.test', 's3'] as const);
    return {
      url: `https://${host}/${file.key}?Key-Pair-Id=${this.#keyId}&Expires=${expiresAt.getTime() / 1000}`,
      source,
    };
  }
}
