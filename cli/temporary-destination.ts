import { createHash } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Destination } from '../core/bulk-ports.ts';
export class S3Destination implements Destination {
  #c: S3Client;
  #b: string;
  #p: string;
  constructor(c: S3Client, o: { bucket: string; prefix: string }) {
    this.#c = c;
    this.#b = o.bucket;
    this.#p = o.prefix;
  }
  async head(key: string, versionId?: string) {
    try {
      const r = await this.#c.send(
        new HeadObjectCommand({ Bucket: this.#b, Key: key, ChecksumMode: 'ENABLED', ...(versionId && { VersionId: versionId }) }),
      );
      return {
        key,
        sizeBytes: r.ContentLength ?? 0,
        ...(r.VersionId && { versionId: r.VersionId }),
        ...(r.ChecksumSHA256 && !r.ChecksumSHA256.includes('-') && { sha256: r.ChecksumSHA256 }),
        metadata: r.Metadata ?? {},
      };
    } catch (e) {
      if ((e as any).$metadata?.httpStatusCode === 404) return undefined;
      throw e;
    }
  }
  async *list() {
    for await (const p of paginateListObjectsV2({ client: this.#c }, { Bucket: this.#b, Prefix: this.#p }))
      for (const o of p.Contents ?? []) yield { key: o.Key ?? '', sizeBytes: o.Size ?? 0 };
  }
  async sha256(key: string, versionId?: string) {
    const r = await this.#c.send(new GetObjectCommand({ Bucket: this.#b, Key: key, ...(versionId && { VersionId: versionId }) }));
    const h = createHash('sha256');
    for await (const x of r.Body as any) h.update(x);
    return h.digest('base64');
  }
  async remove(key: string, versionId?: string) {
    await this.#c.send(new DeleteObjectCommand({ Bucket: this.#b, Key: key, ...(versionId && { VersionId: versionId }) }));
  }
}
