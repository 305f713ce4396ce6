import type { FileUpload } from './use-uploads.ts';

/** Every text that people see or hear. */
export type UploadTexts = {
  remove: (name: string) => string;
  retry: (name: string) => string;
  progressOf: (name: string) => string;
  /** How a file stands, beside its name. */
  state: (file: FileUpload, percent: number) => string;
  /** Read out when a file ends: how many of how many are there, and how many failed. */
  summary: (uploaded: number, all: number, failed: number) => string;
};

/** English. */
export const englishTexts: UploadTexts = {
  remove: (name) => `Remove ${name}`,
  retry: (name) => `Send ${name} again`,
  progressOf: (name) => `Progress of ${name}`,
  state: ({ state, error, progress }, percent) => {
    if (state === 'uploaded') return 'Uploaded';
    if (state === 'failed') return `Failed: ${error?.message}`;
    if (!progress?.waiting) return `${percent} %`;
    return progress.waiting.problem.is('network')
      ? 'Waiting for the network'
      : 'Waiting for the server';
  },
  summary: (uploaded, all, failed) =>
    all === 0
      ? ''
      : `${uploaded} of ${all} files uploaded${failed === 0 ? '' : `, ${failed} failed`}`,
};
