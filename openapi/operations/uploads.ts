import * as z from 'zod';
import { fileQuerySchema } from '../../core/delivery/model/file-query.ts';
import { completeUploadSchema } from '../../core/uploads/complete-upload.ts';
import { createUploadSchema } from '../../core/uploads/create-upload.ts';
import { listUploadsSchema } from '../../core/uploads/list-uploads.ts';
import { signPartsSchema } from '../../core/uploads/sign-parts.ts';
import { storeTextSchema } from '../../core/uploads/store-text.ts';
import { leftOut } from '../named-schema.ts';
import { type Operation, olderNames, redirect } from '../operation.ts';
import {
  fileView,
  partPageView,
  partsPlanView,
  presignedView,
  signedPartsView,
  uploadView,
} from '../views.ts';

export const uploadOperations = {
  createUpload: {
    isIdempotent: true,
    summary: 'Register a file and get where to send it',
    description:
      'The answer is the one presigned request that may send the file, which needs ' +
      `its \`sha256\`; for a large file, the plan of its parts. ${olderNames}`,
    tag: 'uploads',
    body: createUploadSchema,
    answers: { 201: z.union([presignedView, partsPlanView]) },
    problems: ['InvalidInput', 'NotAllowed', 'NotFound', 'JobNotRunning', 'QuotaExceeded'],
  },
  listUploads: {
    summary: 'The caller’s uploads, newest first',
    description: 'Operators look across owners.',
    tag: 'uploads',
    query: listUploadsSchema,
    answers: {
      200: z.strictObject({
        uploads: z.array(uploadView),
        ...leftOut,
        cursor: z.string().optional(),
      }),
    },
    problems: ['InvalidInput', 'NotAllowed'],
  },
  storeText: {
    isIdempotent: true,
    summary: 'Store a small text without a second round trip',
    description: olderNames,
    tag: 'uploads',
    body: storeTextSchema,
    answers: { 201: uploadView },
    problems: ['InvalidInput', 'NotAllowed', 'QuotaExceeded', 'UploadMismatch'],
  },
  signParts: {
    summary: 'Get presigned requests for the parts of an upload',
    description: 'Ask again whenever they expired. Storage insists on a `crc64nvme` that is named.',
    tag: 'uploads',
    body: signPartsSchema,
    answers: { 200: signedPartsView },
    problems: ['InvalidInput', 'NotFound', 'Gone', 'UploadMismatch', 'AlreadyExists'],
  },
  listParts: {
    summary: 'Which parts are there, for a client that wants to go on',
    tag: 'uploads',
    answers: { 200: partPageView },
    problems: ['InvalidInput', 'NotFound', 'Gone', 'UploadMismatch', 'AlreadyExists'],
  },
  completeUpload: {
    summary: 'Say that a file is sent, so that it is checked',
    description:
      'The file is checked and pinned. A large one is `checking` until it was read ' +
      '(202), and has the `sha256` that was found where none was announced.',
    tag: 'uploads',
    body: completeUploadSchema,
    bodyOptional: true,
    answers: { 200: uploadView, 202: uploadView },
    problems: [
      'InvalidInput',
      'NotFound',
      'Gone',
      'UploadNotReceived',
      'UploadMismatch',
      'StaleRecord',
    ],
  },
  getUpload: {
    summary: 'One upload',
    tag: 'uploads',
    answers: { 200: uploadView },
    problems: ['NotFound'],
  },
  downloadUpload: {
    summary: 'Download a file',
    description: 'Answers a redirect to a short-lived URL, or the URL itself.',
    tag: 'uploads',
    query: fileQuerySchema,
    answers: { 200: fileView, 302: redirect },
    problems: ['InvalidInput', 'NotFound', 'Gone', 'UploadNotReceived'],
  },
  deleteUpload: {
    summary: 'Give up or erase an upload',
    description: 'Gives up what has not arrived, and erases what has: every version and its links.',
    tag: 'uploads',
    answers: { 204: null },
    problems: ['NotFound', 'UploadInUse', 'StaleRecord'],
  },
} satisfies Record<string, Operation>;
