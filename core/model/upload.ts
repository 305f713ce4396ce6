import * as z from 'zod';
import { publicPrefix, temporaryPrefix } from '../contract.ts';

/** One file a client sent: who owns it, what it is, where its bytes are, its state. Times are ISO 8601 in UTC. */
export const uploadSchema = z.object({
  uploadId: z.string(),
  ownerId: z.string(),
  category: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.number().int(),
  /** SHA-256 of the whole file, base64, as the client announced it and S3 enforced it. */
  sha256: z.string(),
  bucket: z.string(),
  key: z.string(),
  /** Set when the upload completes: with `etag`, the pin every copy is made from. Permanent ones are pinned by version alone. */
  versionId: z.string().optional(),
  etag: z.string().optional(),
  /** Public files are served without a signature once they are permanent. */
  isPublic: z.boolean().optional(),
  /** `local`: a legacy record whose bytes may still be where the old system kept them, at `legacyPath`. */
  source: z.enum(['s3', 'local']).optional(),
  legacyPath: z.string().optional(),
  status: z.enum(['pending', 'uploaded', 'quarantined', 'permanent']),
  quarantineReason: z.string().optional(),
  uploadedAt: z.string().optional(),
  expiresAt: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type Upload = z.infer<typeof uploadSchema>;

/** Where an upload's bytes live once its order is committed. */
export type PermanentLocation = { uploadId: string; bucket: string; key: string; versionId: string };

/** Keys are made here and only here: nothing a customer chose is part of them. */
export const temporaryKey = (ownerId: string, uploadId: string): string => `${temporaryPrefix}${ownerId}/${uploadId}`;

/** Same order, same upload, same key, whichever attempt writes it: a copy can find what an earlier one left. */
export const permanentKey = (prefix: string, orderId: string, { uploadId, isPublic }: Pick<Upload, 'uploadId' | 'isPublic'>): string =>
  `${isPublic ? publicPrefix : ''}${prefix}/${orderId}/${uploadId}`;
