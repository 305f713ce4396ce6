import * as z from 'zod';
import { uploadEvents } from '../../core/event-names.ts';
import { uploadNewsSchema } from '../../core/uploads/model/upload-news.ts';
import type { BusEvents, BusEventType } from './bus-events.ts';

const { source } = uploadEvents;

const example = {
  uploadId: 'upl_4hQeVGgb2M7rEXAMPLE',
  sequence: 3,
  at: '2026-03-01T12:00:00.000Z',
  ownerId: 'usr_1',
  category: 'photo',
  contentType: 'image/jpeg',
  sizeBytes: 2_481_152,
  sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  orderIds: ['ord_0mRcwvGgb2M7rEXAMPLE'],
};

const news = (summary: string, reason?: string): BusEventType => ({
  version: '1.0.0',
  source,
  summary,
  detail: uploadNewsSchema,
  example: { ...example, ...(reason !== undefined && { reason }) },
});

export const uploadsOnTheBus: BusEvents = {
  [uploadEvents.received]: news('The file has arrived and is what was announced.'),
  [uploadEvents.quarantined]: news(
    'The file is not what was announced and was put aside.',
    'The file is not a JPEG.',
  ),
  [uploadEvents.promoted]: news('The file is in permanent storage.'),
  [uploadEvents.withdrawn]: news('A permanent file was put aside.', 'The file is not a JPEG.'),
  [uploadEvents.erased]: news('The file was erased by its owner or an operator.'),
  [uploadEvents.expired]: news('No order needed the file in time, and it was removed.'),
  [uploadEvents.promotionRequested]: {
    version: '1.0.0',
    source,
    summary: 'Keepsake asks itself to keep a file for good. Not for listeners.',
    detail: z.strictObject({ uploadId: z.string(), jobId: z.string().optional() }),
    example: { uploadId: example.uploadId },
  },
};
