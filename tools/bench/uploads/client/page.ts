import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { createClient } from '../../../../client/browser.ts';
import { connectUppy } from '../../../../client/uppy/uppy.ts';

const url = String(new URLSearchParams(location.search).get('api'));
const partSizeBytes = 8 * 1024 ** 2;

const small = (): File[] =>
  Array.from(
    { length: 1_000 },
    (_, index) =>
      new File([crypto.getRandomValues(new Uint8Array(16 * 1024))], `photo-${index}.jpg`, {
        type: 'image/jpeg',
      }),
  );

const large = (): File[] => [...(document.querySelector('input')?.files ?? [])];

// biome-ignore lint/suspicious/noExplicitAny: what the sink answers.
const ask = async (path: string, body: object): Promise<any> => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer kst_bench' };
  return (
    await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  ).json();
};

const announce = (file: { name?: string; type?: string; size?: number | null }) =>
  ask('/uploads', {
    filename: file.name,
    contentType: file.type,
    sizeBytes: file.size,
    category: 'video',
  });

/**
 * Uppy as its documentation shows it, with the same work to do but for hashing: every file is
 * announced, and is done when it is completed.
 */
const plainUppy = (): Uppy => {
  const uppy = new Uppy();
  const ids = new Map<string, string>();
  const completions: Promise<unknown>[] = [];
  uppy.use(AwsS3, {
    shouldUseMultipart: (file) => (file.size ?? 0) > 100 * 1024 ** 2,
    getChunkSize: () => partSizeBytes,
    getUploadParameters: async (file) => {
      const { uploadId, headers, ...put } = await announce(file);
      ids.set(file.id, uploadId);
      return { method: 'PUT', url: put.url, headers };
    },
    createMultipartUpload: async (file) => announce(file),
    signPart: async (_, { uploadId, partNumber }) =>
      (await ask(`/uploads/${uploadId}/parts`, { parts: [{ partNumber }] })).parts[0],
    listParts: async () => [],
    completeMultipartUpload: async (_, { uploadId }) => ask(`/uploads/${uploadId}/complete`, {}),
    abortMultipartUpload: async () => undefined,
  });
  uppy.on('upload-success', (file) => {
    if (file && ids.has(file.id))
      completions.push(ask(`/uploads/${ids.get(file.id)}/complete`, {}));
  });
  uppy.addPostProcessor(() => Promise.all(completions));
  return uppy;
};

const connectedUppy = (): Uppy => {
  const uppy = new Uppy();
  const keepsake = createClient({ baseUrl: url, token: 'kst_bench' });
  uppy.use(AwsS3, connectUppy(uppy, keepsake, { category: 'video' }));
  return uppy;
};

const byUppy = async (uppy: Uppy, files: File[]): Promise<void> => {
  uppy.addFiles(files.map((data) => ({ name: data.name, type: data.type, data })));
  const result = await uppy.upload();
  if (result?.successful?.length !== files.length)
    throw new Error('Uppy did not upload everything.');
};

const byKeepsake = (files: File[], hashParts: boolean): Promise<unknown> => {
  const keepsake = createClient({ baseUrl: url, token: 'kst_bench', hashParts });
  return Promise.all(files.map((file) => keepsake.upload(file, { category: 'video' })));
};

const subjects: Record<string, (files: File[]) => Promise<unknown>> = {
  keepsake: (files) => byKeepsake(files, true),
  'keepsake-unhashed': (files) => byKeepsake(files, false),
  uppy: (files) => byUppy(plainUppy(), files),
  'uppy-connected': (files) => byUppy(connectedUppy(), files),
};

/** Runs one subject over one set of files; returns seconds. */
const run = async (subject: string, which: 'small' | 'large'): Promise<number> => {
  const files = which === 'small' ? small() : large();
  const before = performance.now();
  await subjects[subject]?.(files);
  return (performance.now() - before) / 1000;
};

Object.assign(globalThis, { run });
