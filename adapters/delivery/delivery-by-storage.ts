import type { Deliverable, Delivery, DeliverySigner } from '../../core/delivery/ports.ts';

/** Permanent files come from the CDN; temporary ones, out of its reach, from storage. */
export class DeliveryByStorage implements DeliverySigner {
  readonly #signers: { permanent: DeliverySigner; temporary: DeliverySigner };

  constructor(signers: { permanent: DeliverySigner; temporary: DeliverySigner }) {
    this.#signers = signers;
  }

  async sign(file: Deliverable, expiresAt: Date): Promise<Delivery> {
    return this.#signers[file.permanent ? 'permanent' : 'temporary'].sign(file, expiresAt);
  }
}
