import * as z from 'zod';
import { linkSchema, linkStates } from '../core/delivery/model/link.ts';
import { jobSchema } from '../core/jobs/model/job.ts';
import { cleanUpSchema } from '../core/retention/clean-up.ts';
import { scanSchema } from '../core/scans/model/scan.ts';
import { uploadSchema } from '../core/uploads/model/upload.ts';
import { named, time } from './named-schema.ts';
import { fileRefusals } from './refusals.ts';

/** RFC 9457, with the wrong fields of invalid input. */
export const problemView = named(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
    retryAfterSeconds: z.int().optional(),
  }),
);

export const uploadView = named(
  'Upload',
  z.strictObject({
    ...uploadSchema.omit({
      etag: true,
      checkId: true,
      bucket: true,
      legacyPath: true,
      readThrough: true,
      revision: true,
      orderIds: true,
      jobIds: true,
      promotedKey: true,
      removal: true,
      reservedFor: true,
      formerOwnerIds: true,
      multipart: true,
      scan: true,
    }).shape,
    source: uploadSchema.shape.source.unwrap().meta({
      description: '`local`: the bytes may still be where an older system kept them',
    }),
    multipart: z.strictObject({ partSizeBytes: z.int(), partCount: z.int() }).optional(),
    quarantineReason: z
      .string()
      .meta({
        description: 'Why a quarantined file was refused; docs/refusals.md says what to do',
        examples: Object.values(fileRefusals),
      })
      .optional(),
    scan: scanSchema
      .omit({ versionId: true, decides: true })
      .meta({ description: 'The scan for malware; absent where the stage waits for none' })
      .optional(),
    /** Absent once the file is permanent. */
    expiresAt: uploadSchema.shape.expiresAt.optional(),
  }),
);

export const sessionView = named(
  'Session',
  z.strictObject({ sessionId: z.string(), token: z.string(), expiresAt: time }),
);

export const fileView = named(
  'FileUrl',
  z.strictObject({ url: z.url(), source: z.enum(['cloudfront', 's3', 'local']), expiresAt: time }),
);

const { orderId, createdAt, expiresAt, revokedAt, lastUsedOn } = linkSchema.shape;

export const linkView = named(
  'Link',
  z.strictObject({
    linkId: z.string(),
    orderId,
    role: linkSchema.shape.role,
    state: z.enum(linkStates),
    createdAt,
    expiresAt,
    revokedAt,
    lastUsedOn,
    /** The link's maker; for operators and viewers. */
    ownerId: z.string().optional(),
  }),
);

export const createdLinkView = named(
  'CreatedLink',
  z.strictObject({
    token: z.string(),
    url: z.url(),
    qrSvgUrl: z.url(),
    qrPngUrl: z.url(),
    linkId: z.string(),
    orderId,
    role: linkSchema.shape.role,
    expiresAt,
  }),
);

export const presignedView = named(
  'PresignedUpload',
  z.strictObject({
    uploadId: z.string(),
    key: z.string(),
    method: z.literal('PUT'),
    url: z.url(),
    headers: z.record(z.string(), z.string()),
    expiresAt: time,
  }),
);

const planShape = { partSizeBytes: z.int(), partCount: z.int() };

export const partsPlanView = named(
  'PartsPlan',
  z.strictObject({
    uploadId: z.string(),
    key: z.string(),
    multipart: z.strictObject(planShape),
    expiresAt: time,
  }),
);

export const signedPartsView = named(
  'SignedParts',
  z.strictObject({
    parts: z.array(
      z.strictObject({
        partNumber: z.int(),
        sizeBytes: z.int(),
        method: z.literal('PUT'),
        url: z.url(),
        headers: z.record(z.string(), z.string()),
      }),
    ),
    expiresAt: time,
  }),
);

export const partPageView = named(
  'PartList',
  z.strictObject({
    ...planShape,
    parts: z.array(
      z.strictObject({ partNumber: z.int(), sizeBytes: z.int(), crc64nvme: z.string().optional() }),
    ),
  }),
);

export const jobView = named(
  'Job',
  z.strictObject(jobSchema.omit({ revision: true, announcements: true, sessionId: true }).shape),
);

const tally = z.strictObject({ files: z.int(), bytes: z.int() });
const tallies = z.record(z.string(), tally);

export const statsView = named(
  'Stats',
  z.strictObject({
    total: tally,
    byStatus: tallies,
    byCategory: tallies,
    byOwnerType: tallies,
    byDay: tallies,
    permanentByDay: tallies,
  }),
);

export const handOverView = named(
  'HandedOver',
  z.strictObject({
    handedOver: z.int(),
    unchanged: z.int(),
    refused: z.array(z.strictObject({ uploadId: z.string(), reason: z.string() })),
    dryRun: z.boolean(),
  }),
);

export const cleanUpView = named(
  'CleanUpReport',
  z.strictObject({
    ...cleanUpSchema.shape,
    files: z.int(),
    bytes: z.int(),
    kept: z.int(),
    failed: z.int(),
    more: z.boolean(),
    uploadIds: z.array(z.string()),
  }),
);
