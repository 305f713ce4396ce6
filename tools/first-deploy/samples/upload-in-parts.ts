import { createHash } from 'node:crypto';
import { base64 } from '../../../client/upload/base64.ts';
import { Crc64Nvme } from '../../../client/upload/crc64nvme.ts';
import type { UploadView } from '../../../core/uploads/model/upload-view.ts';
import { hasMinimalFile, minimalFile } from '../../local/samples/minimal-file.ts';
import { expectEqual } from '../check.ts';
import { askApi } from '../stage/ask-api.ts';
import { askUntil } from '../stage/ask-until.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { aVisitor } from '../stage/visitor.ts';

type Planned = {
  uploadId: string;
  key: string;
  multipart: { partSizeBytes: number; partCount: number };
};
type SignedPart = {
  partNumber: number;
  method: string;
  url: string;
  headers: Record<string, string>;
};

/** A file the API answered with a plan of parts; nothing is sent yet. */
export type UploadInParts = Planned & { token: string; bytes: Buffer };

const mebibyte = 1024 ** 2;
const lastPartBytes = 1_000;

/** Announces a file too large for one request; undefined in a stage whose categories admit none. */
export const announceInParts = async (stage: DeployedStage): Promise<UploadInParts | undefined> => {
  const sizeBytes = sizeFor(stage);
  const kind = categoryFor(stage, sizeBytes);
  if (!kind) return undefined;
  const { token } = await aVisitor(stage);
  const bytes = minimalFile(kind.contentType, sizeBytes);
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const body = { ...kind, filename: 'first-deploy-in-parts.bin', sizeBytes, sha256 };
  const announced = await askApi<Planned>(stage, { token, method: 'POST', path: '/uploads', body });
  expectEqual('the answer to POST /uploads', announced.status, 201);
  return { ...announced.body, token, bytes };
};

// Just above the threshold, in whole parts and a last one so small that sending it costs nothing.
const sizeFor = ({ config }: DeployedStage): number =>
  Math.ceil((config.uploads.multipartBytes + 1) / (8 * mebibyte)) * 8 * mebibyte + lastPartBytes;

const categoryFor = (
  { config }: DeployedStage,
  sizeBytes: number,
): { category: string; contentType: string } | undefined => {
  for (const [category, { maxSizeBytes, contentTypes }] of Object.entries(config.categories)) {
    const contentType = contentTypes.find(hasMinimalFile);
    if (maxSizeBytes >= sizeBytes && contentType !== undefined) return { category, contentType };
  }
  return undefined;
};

/** The bytes of one part. */
export const partOf = (
  { bytes, multipart: { partSizeBytes } }: UploadInParts,
  partNumber: number,
): Buffer => bytes.subarray((partNumber - 1) * partSizeBytes, partNumber * partSizeBytes);

type NamedPart = { partNumber: number; crc64nvme?: string };

/** The checksum of one part, as S3 spells it. */
export const crc64nvmeOf = (upload: UploadInParts, partNumber: number): string =>
  base64(new Crc64Nvme().update(partOf(upload, partNumber)).digest());

/** Has one part signed, for its own bytes. */
export const signPart = (
  stage: DeployedStage,
  upload: UploadInParts,
  partNumber: number,
): Promise<SignedPart> =>
  askToSign(stage, upload, { partNumber, crc64nvme: crc64nvmeOf(upload, partNumber) });

const askToSign = async (
  stage: DeployedStage,
  { uploadId, token }: UploadInParts,
  part: NamedPart,
): Promise<SignedPart> => {
  const asked = {
    token,
    method: 'POST',
    path: `/uploads/${uploadId}/parts`,
    body: { parts: [part] },
  };
  const { status, body } = await askApi<{ parts: [SignedPart] }>(stage, asked);
  expectEqual('the answer to POST /uploads/{id}/parts', status, 200);
  return body.parts[0];
};

/** Has one part signed without its checksum, as plain upload libraries do. */
export const signBarePart = (
  stage: DeployedStage,
  upload: UploadInParts,
  partNumber: number,
): Promise<SignedPart> => askToSign(stage, upload, { partNumber });

/** The received parts, as the API lists them. */
export const listedParts = async (
  stage: DeployedStage,
  { uploadId, token }: UploadInParts,
): Promise<NamedPart[]> =>
  (
    await askApi<{ parts: NamedPart[] }>(stage, {
      token,
      method: 'GET',
      path: `/uploads/${uploadId}/parts`,
    })
  ).body.parts;

/** Sends bytes by a signed part; returns S3's status. */
export const putPart = async (
  { method, url, headers }: SignedPart,
  bytes: Uint8Array,
): Promise<number> => {
  const response = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  await response.arrayBuffer();
  return response.status;
};

/** Waits until the worker has read it. */
export const settled = (
  stage: DeployedStage,
  { token, uploadId }: UploadInParts,
): Promise<UploadView> =>
  askUntil(`the end of the check of upload ${uploadId}`, async () => {
    const { body } = await askApi<UploadView>(stage, {
      token,
      method: 'GET',
      path: `/uploads/${uploadId}`,
    });
    return body.status === 'pending' || body.status === 'checking' ? undefined : body;
  });
