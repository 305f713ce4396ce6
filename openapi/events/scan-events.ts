import * as z from 'zod';
import { scanEvents } from '../../core/event-names.ts';
import { scanFinishedSchema } from '../../core/scans/model/scan-news.ts';
import type { BusEvents } from './bus-events.ts';

/** Sent by a scanner for malware of the stage's own. */
export const scansOnTheBus: BusEvents = {
  [scanEvents.finished]: {
    version: '1.1.0',
    source: scanEvents.source,
    summary: 'A scanner for malware has judged one version of one object.',
    detail: z.strictObject(scanFinishedSchema.shape),
    example: {
      bucket: 'keepsake-prod-uploads',
      key: 'temp/usr_1/upl_0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f',
      versionId: 'fBwLGJkRuO8mQ0nV0v2ZkN4g7yqEXAMPLE',
      result: 'infected',
      reason: 'Eicar-Test-Signature',
      scanner: 'ClamAV 1.4',
    },
  },
};
