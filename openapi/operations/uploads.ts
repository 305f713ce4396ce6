import * as z from 'zod';
import { createUploadSchema } from '../../core/use-cases/create-upload.ts';
import { type Operation, redirect } from '../operation.ts';
import { fileView, presignedView, uploadView } from '../views.ts';

/** `?format=json` answers with the URL instead of leading to it. */
export const formatQuery = z.object({ format: z.literal('json').optional() });

export const uploadOperations = {
  createUpload: {
    summary: 'Register a file and get the one presigned request that may send it',
    tag: 'uploads',
    body: createUploadSchema,
    answers: { 201: presignedView },
    problems: ['InvalidInput'],
  },
  completeUpload: {
    summary: 'Say that the file is sent: it is checked and pinned',
    tag: 'uploads',
    answers: { 200: uploadView },
    problems: ['NotFound', 'UploadNotReceived', 'UploadMismatch', 'StaleRecord'],
  },
  getUpload: { summary: 'One upload', tag: 'uploads', answers: { 200: uploadView }, problems: ['NotFound'] },
  downloadUpload: {
    summary: 'The file: a redirect to a short-lived URL, or the URL',
    tag: 'uploads',
    query: formatQuery,
    answers: { 200: fileView, 302: redirect },
    problems: ['InvalidInput', 'NotFound', 'Gone'],
  },
} satisfies Record<string, Operation>;
