import type { UploadOptions } from '../client.ts';

/** As much of an Uppy file as is needed here. */
export type UppyFileLike = {
  id: string;
  name?: string | undefined;
  type?: string | undefined;
  data?: unknown;
};

/** What is said about every file. */
export type UppyAnnouncement = Omit<
  UploadOptions,
  'onProgress' | 'signal' | 'filename' | 'contentType' | 'sizeBytes'
>;
