import type { UploadOptions } from '../client.ts';

/** As much of an Uppy file as is needed here. */
export type UppyFileLike = {
  id: string;
  name?: string | undefined;
  type?: string | undefined;
  data?: unknown;
  /** The name as the user has edited it. */
  meta?: { name?: string | undefined };
};

/** The announcement of a file, without its name, type and size, which Uppy knows. */
export type UppyAnnouncement = Omit<
  UploadOptions,
  'onProgress' | 'signal' | 'filename' | 'contentType' | 'sizeBytes'
>;

/** As much of Uppy as is needed here; its own types differ from version to version. */
export type UppyLike = {
  // biome-ignore lint/suspicious/noExplicitAny: an Uppy file, of which only what `UppyFileLike` names is read.
  getFile(id: string): any;
  setFileState(id: string, state: object): void;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  emit(event: 'upload-error', file: any, error: Error): void;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  on(event: 'file-removed' | 'upload-error', listener: (file: any) => void): unknown;
  addPreProcessor(work: (ids: string[]) => Promise<void>): void;
  addPostProcessor(work: (ids: string[]) => Promise<void>): void;
};

/** One request to storage as Uppy hands it over: a whole file, or one part. */
export type UppyBody = {
  signature: { url: string };
  body: Blob | FormData;
  onProgress: (progress: { loaded: number; lengthComputable: boolean }) => void;
  onComplete: (etag: string) => void;
  signal?: AbortSignal | undefined;
};
