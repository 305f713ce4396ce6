import type { PresignedUpload, PresignRequest, UploadSigner } from '../../core/ports.ts';

/** Signs nothing; remembers what it was asked to sign. */
export class MemorySigner implements UploadSigner {
  readonly signed: PresignRequest[] = [];

  async presign(request: PresignRequest): Promise<PresignedUpload> {
    this.signed.push({ ...request });
    return {
      method: 'PUT',
      url: `https://${request.bucket}.storage.test/${request.key}?signature=${this.signed.length}`,
      headers: { 'content-type': request.contentType, 'x-amz-checksum-sha256': request.sha256, 'if-none-match': '*' },
    };
  }
}
