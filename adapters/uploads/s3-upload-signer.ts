import type {
  PresignedUpload,
  PresignPartRequest,
  PresignRequest,
  UploadSigner,
} from '../../core/uploads/ports.ts';
import { type PresignerOptions, S3Presigner } from '../storage/s3-presigner.ts';

/**
 * Presigns PUTs that S3 accepts for one key, once, and only with the announced length, type and
 * SHA-256. The S3 client's presigner is not used, because it signs a CRC32 of an empty body, moves
 * the checksum into the query, and leaves the type unsigned.
 */
export class S3UploadSigner implements UploadSigner {
  readonly #presigner: S3Presigner;

  constructor(options: PresignerOptions) {
    this.#presigner = new S3Presigner(options);
  }

  async presign(request: PresignRequest): Promise<PresignedUpload> {
    const { bucket, key, sizeBytes, seconds } = request;
    const headers = sentHeaders(request);
    const url = await this.#presigner.url({
      method: 'PUT',
      bucket,
      key,
      headers: { ...headers, 'content-length': String(sizeBytes) },
      // A checksum in the query is signed and then ignored by S3: any bytes would pass.
      keptAsHeaders: new Set(['x-amz-checksum-sha256']),
      seconds,
    });
    return { method: 'PUT', url, headers };
  }

  async presignPart({
    bucket,
    key,
    multipartId,
    partNumber,
    sizeBytes,
    crc64nvme,
    seconds,
  }: PresignPartRequest): Promise<PresignedUpload> {
    const headers: Record<string, string> =
      crc64nvme === undefined ? {} : { 'x-amz-checksum-crc64nvme': crc64nvme };
    const url = await this.#presigner.url({
      method: 'PUT',
      bucket,
      key,
      query: { partNumber: String(partNumber), uploadId: multipartId },
      headers: { ...headers, 'content-length': String(sizeBytes) },
      keptAsHeaders: new Set(['x-amz-checksum-crc64nvme']),
      seconds,
    });
    return { method: 'PUT', url, headers };
  }
}

/**
 * Headers that the client must send byte for byte. Two of them are not "known" to S3 signers as
 * headers: see `presign`.
 */
const sentHeaders = ({ contentType, sha256 }: PresignRequest) => ({
  'content-type': contentType,
  'x-amz-checksum-sha256': sha256,
  'if-none-match': '*',
});
