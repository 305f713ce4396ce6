import type { KeepsakeClient } from '../browser.ts';
import { UppyFiles } from './uppy-files.ts';
import type { UppyAnnouncement, UppyFileLike } from './uppy-types.ts';

/** As much of Uppy as is needed here; its own types differ from version to version. */
export type UppyLike = {
  // biome-ignore lint/suspicious/noExplicitAny: an Uppy file, of which only what `UppyFileLike` names is read.
  getFile(id: string): any;
  setFileState(id: string, state: object): void;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  emit(event: 'upload-error', file: any, error: Error): void;
  addPreProcessor(work: (ids: string[]) => Promise<void>): void;
  addPostProcessor(work: (ids: string[]) => Promise<void>): void;
};

type Multipart = { uploadId?: string | undefined; key: string };

/**
 * Connects Uppy to Keepsake: announces files before they are uploaded, goes on with what an earlier
 * page left, completes them afterwards, and answers the options of Uppy's AWS S3 plugin (versions 4
 * and 5). A finished file has its upload as `keepsake`.
 */
export const connectUppy = (
  uppy: UppyLike,
  keepsake: KeepsakeClient,
  wanted: UppyAnnouncement | ((file: UppyFileLike) => UppyAnnouncement),
) => {
  const files = new UppyFiles(keepsake, typeof wanted === 'function' ? wanted : () => wanted);
  const each = async (
    ids: string[],
    work: (file: UppyFileLike) => Promise<object | undefined>,
  ): Promise<void> => {
    await Promise.all(
      ids.map(async (id) => {
        const file = uppy.getFile(id);
        if (!file || file.error) return;
        try {
          const state = await work(file);
          if (state && uppy.getFile(id)) uppy.setFileState(id, state);
        } catch (error) {
          uppy.emit('upload-error', file, error as Error);
        }
      }),
    );
  };
  uppy.addPreProcessor((ids) => each(ids, (file) => files.prepare(file)));
  uppy.addPostProcessor((ids) => each(ids, (file) => files.finish(file)));
  return {
    shouldUseMultipart: (file: UppyFileLike) => files.isMultipart(file),
    getChunkSize: (data: { size: number }) => files.partSizeOf(data),
    getUploadParameters: (file: UppyFileLike) => files.singlePut(file),
    createMultipartUpload: (file: UppyFileLike) => files.multipart(file),
    signPart: (
      file: UppyFileLike,
      part: Multipart & { partNumber: number; signal?: AbortSignal },
    ) => files.signPart(file, part),
    listParts: (file: UppyFileLike) => files.listParts(file),
    completeMultipartUpload: (file: UppyFileLike) => files.complete(file),
    abortMultipartUpload: (file: UppyFileLike, { uploadId }: Multipart) =>
      files.abort(file, uploadId),
  };
};
