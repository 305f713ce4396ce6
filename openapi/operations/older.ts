import * as z from 'zod';
import { hoursSchema } from '../../core/retention/clean-up.ts';
import { type Operation, older } from '../operation.ts';
import { fileView, uploadView } from '../views.ts';
import { upkeepOperations } from './upkeep.ts';
import { uploadOperations } from './uploads.ts';

const flag = z.enum(['true', 'false']).optional();

const formFields = {
  filename: z.string().optional(),
  category: z.string().optional(),
  partner_id: z.string().optional(),
  is_public: flag,
  /** `false` keeps the file for good, as `keep` of POST /uploads. */
  is_temp: flag,
};

/** Every other text field becomes metadata. */
const fileForm = z.object({ file: z.string().meta({ format: 'binary' }), ...formFields });
const textForm = z.object({ text: z.string(), ...formFields });

const storedView = z.strictObject({ ...uploadView.shape, upload_id: z.string() });

const stored = (summary: string, body: z.ZodType): Operation => ({
  isIdempotent: true,
  summary,
  tag: 'uploads',
  body,
  answers: { 201: storedView },
  problems: ['InvalidInput', 'NotAllowed', 'QuotaExceeded', 'UploadMismatch'],
});

const storedFile = (summary: string): Operation => ({ ...stored(summary, fileForm), isForm: true });

const trackUrl: Operation = {
  summary: 'Where an audio file is now (older path)',
  description: 'By its upload or by the order it belongs to.',
  tag: 'uploads',
  answers: { 200: fileView },
  problems: ['NotFound', 'Gone', 'UploadNotReceived'],
};

const trackStream: Operation = {
  summary: 'Play an audio file (older path)',
  description: 'Answers a redirect, by the file’s upload or by the order it belongs to.',
  tag: 'uploads',
  answers: { 302: null },
  problems: ['NotFound', 'Gone', 'UploadNotReceived'],
};

/** The age is behind the question mark, and nothing is dry unless it is asked for. */
const cleanUpQuery = z.object({ hours: hoursSchema.default(24), dry_run: flag });

const { body: _body, ...cleanUp } = upkeepOperations.cleanUp;

export const olderOperations = {
  olderVideo: {
    ...storedFile('Store a video that comes in a form (older path)'),
    description: 'A video of up to 4 MB.',
  },
  olderTranscriptFile: storedFile('Store a transcript that comes in a form (older path)'),
  olderTranscriptText: stored('Store a transcript that comes as text (older path)', textForm),
  olderDownload: older(uploadOperations.downloadUpload, 'GET /uploads/{id}/download'),
  olderPromote: older(upkeepOperations.promoteUpload, 'POST /uploads/{id}/promote'),
  olderCleanUp: { ...older(cleanUp, 'POST /cleanup'), query: cleanUpQuery },
  olderStats: older(upkeepOperations.getStats, 'GET /stats'),
  trackUrl,
  trackStream,
  olderTrackUrl: trackUrl,
  olderTrackStream: trackStream,
} satisfies Record<string, Operation>;
