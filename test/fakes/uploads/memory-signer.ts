import type {
  PresignedUpload,
  PresignPartRequest,
  PresignRequest,
  UploadSigner,
} from '../../../core/uploads/ports.ts';

/** Signs nothing; remembers what it was asked to sign. */
export class MemorySigner implements UploadSigner {
  readonly signed: PresignRequest[] = [];
  readonly signedParts: PresignPartRequest[] = [];

  async presign(request: PresignRequest): Promise<PresignedUpload> {
    this.signed.push({ ...request });
    return {
      method: 'PUT',
      url: `https://${request.bucket}.storage.test/${request.key}?signature=${this.signed.length}`,
      headers: {
        'content-type': request.contentType,
        'x-amz-checksum-sha256': request.sha256,
        'if-none-match': '*',
      },
    };
  }

  async presignPart(request: PresignPartRequest): Promise<PresignedUpload> {
    this.signedParts.push({ ...request });
    const { bucket, key, partNumber, crc64nvme } = request;
    return {
      method: 'PUT',
      url: `https://${bucket}.storage.test/${key}?partNumber=${partNumber}&signature=${this.signedParts.length}`,
      headers: crc64nvme === undefined ? {} : { 'x-amz-checksum-crc64nvme': crc64nvme },
    };
  }
}
