import type { Deliverable, Delivery, DeliverySigner } from '../../core/delivery/ports.ts';
import { type PresignerOptions, S3Presigner } from '../storage/s3-presigner.ts';

/**
 * Presigns GETs of one version. The signature covers type and disposition, so the file is served as
 * the registry says and not as it was stored.
 */
export class S3DeliverySigner implements DeliverySigner {
  readonly #options: PresignerOptions;
  readonly #presigner: S3Presigner;

  constructor(options: PresignerOptions) {
    this.#options = options;
    this.#presigner = new S3Presigner(options);
  }

  async sign(
    { bucket, key, versionId, contentType, disposition }: Deliverable,
    expiresAt: Date,
  ): Promise<Delivery> {
    const seconds = Math.floor((expiresAt.getTime() - this.#options.clock.now().getTime()) / 1000);
    const query = {
      versionId,
      'response-content-disposition': disposition,
      'response-content-type': contentType,
    };
    return {
      url: await this.#presigner.url({ method: 'GET', bucket, key, query, seconds }),
      source: 's3',
    };
  }
}
