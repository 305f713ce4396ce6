import type { Upload } from '../api/api-types.ts';
import type { KeepsakeClient } from '../browser.ts';
import { UppyFiles } from './uppy-files.ts';
import type { UppyAnnouncement, UppyBody, UppyFileLike, UppyLike } from './uppy-types.ts';

export type { UppyLike } from './uppy-types.ts';

/** The upload of a finished Uppy file; `undefined` before. */
export const uploadOf = (file: object): Upload | undefined =>
  'keepsake' in file ? (file.keepsake as Upload) : undefined;

/**
 * Connects Uppy to Keepsake: announces files before their upload, resumes what an earlier page left
 * unfinished, completes them afterwards, and returns the options of Uppy's AWS S3 plugin (versions
 * 4 and 5). `uploadOf` reads the upload of a finished file.
 */
export const connectUppy = (
  uppy: UppyLike,
  keepsake: KeepsakeClient,
  wanted: UppyAnnouncement | ((file: UppyFileLike) => UppyAnnouncement),
) => {
  const files = new UppyFiles({
    keepsake,
    announcementOf: typeof wanted === 'function' ? wanted : () => wanted,
    onWait: ({ id }, keepsakeWait) => {
      if (uppy.getFile(id)) uppy.setFileState(id, { keepsakeWait });
    },
  });
  uppy.on('file-removed', (file) => files.giveBack(file));
  uppy.on('upload-error', (file) => {
    if (file && uppy.getFile(file.id)) files.fail(file);
  });
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
          if (uppy.getFile(id)) uppy.emit('upload-error', file, error as Error);
        }
      }),
    );
  };
  uppy.addPreProcessor((ids) => each(ids, (file) => files.prepare(file)));
  uppy.addPostProcessor((ids) => each(ids, (file) => files.finish(file)));
  return {
    // The client tries again itself.
    retryDelays: [],
    shouldUseMultipart: (file: UppyFileLike) => files.isMultipart(file),
    getChunkSize: (data: { size: number }) => files.partSizeOf(data),
    getUploadParameters: (file: UppyFileLike) => files.signWhole(file),
    createMultipartUpload: (file: UppyFileLike) => files.multipart(file),
    signPart: (file: UppyFileLike, part: { partNumber: number; signal?: AbortSignal }) =>
      files.signPart(file, part),
    uploadPartBytes: (body: UppyBody) => files.send(body),
    listParts: (file: UppyFileLike) => files.listParts(file),
    completeMultipartUpload: (file: UppyFileLike) => files.completeParts(file),
    // Uppy also calls this after failures, when the parts that arrived are still useful. Files that
    // the user removes are given back above.
    abortMultipartUpload: async () => undefined,
  };
};
