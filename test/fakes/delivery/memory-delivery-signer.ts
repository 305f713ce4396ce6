import type { Deliverable, Delivery, DeliverySigner } from '../../../core/delivery/ports.ts';

/** Signs nothing; remembers what it was asked to sign, and says who would have served it. */
export class MemoryDeliverySigner implements DeliverySigner {
  readonly signed: { file: Deliverable; expiresAt: Date }[] = [];

  async sign(file: Deliverable, expiresAt: Date): Promise<Delivery> {
    this.signed.push({ file: { ...file }, expiresAt });
    const url = `https://${file.bucket}.delivery.test/${file.key}?version=${file.versionId}&until=${expiresAt.getTime()}`;
    return { url, source: file.permanent ? 'cloudfront' : 's3' };
  }
}
