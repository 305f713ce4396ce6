import type { Options } from '../options.ts';

/** How hard to work; may differ from run to run. */
export const engineOptions = {
  concurrency: {
    type: 'string',
    value: 'auto|n',
    help: 'requests under way at once (auto: as many as help)',
  },
  threads: {
    type: 'string',
    value: 'n',
    help: 'worker threads (one per processor but one, one more for large files, four at most)',
  },
  retries: { type: 'string', value: 'n', help: 'more tries per request (3)' },
  patience: {
    type: 'string',
    value: 'seconds',
    help: 'how long to wait for storage that does not answer; files that wait do not fail (600)',
  },
  checksum: {
    type: 'string',
    value: 'sha256',
    help: 'what is computed of every file; there is no other and no less',
  },
} as const satisfies Options;
