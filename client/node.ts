import { retryPolicy } from './api/retry.ts';
import { type ClientOptions, clientOn, type UploadOptions } from './client.ts';
import { type Ensured, type EnsureOptions, ensure } from './node/ensure.ts';
import { bytesSource, fileSource } from './node/file-source.ts';
import { httpAsk, httpPut } from './node/http.ts';
import { localFile } from './node/local-file.ts';
import { nodeHasher, nodeSha256 } from './node/node-hasher.ts';
import { memoryStore } from './node/stores.ts';
import { type ByteStream, streamSource } from './node/stream-source.ts';
import {
  blobSource,
  leaveAlone,
  type Platform,
  type Source,
  type SourceHints,
} from './platform.ts';

export type { Challenge, Token } from './api/api.ts';
export type * from './api/api-types.ts';
export { KeepsakeProblem } from './api/problem.ts';
export type { RetryPolicy, Wait } from './api/retry.ts';
export type { ClientOptions, UploadOptions } from './client.ts';
export type { Ensured, EnsureOptions } from './node/ensure.ts';
export { folderStore, memoryStore } from './node/stores.ts';
export type { ByteStream } from './node/stream-source.ts';
export type { ResumeStore } from './platform.ts';
export type { Progress } from './upload/progress.ts';

/** A path, bytes, a blob or file, or a stream. A stream needs `sizeBytes` in the options. */
export type NodeInput = string | Uint8Array | Blob | ByteStream;

/** A client for Node: uploads paths, bytes, blobs and streams, and brings files to workers. */
export const createClient = (options: ClientOptions) => {
  const { online, ...rest } = platform();
  const client = clientOn({ online, ...rest }, options);
  const patience = { policy: retryPolicy(options.retry), online };
  const fetching = { getUpload: client.getUpload, downloadUrl: client.downloadUrl, patience };
  const uploadPath = (path: string, wanted: UploadOptions) => client.upload(path, wanted);
  return {
    ...client,
    /**
     * Fetches an upload, checks its size and SHA-256, runs the work on the local copy, and removes
     * the copy even if the work fails. Resolves with the work's result.
     */
    withLocalFile: async <T>(uploadId: string, work: (path: string) => Promise<T>): Promise<T> => {
      const { path, dispose } = await localFile(fetching, uploadId);
      try {
        return await work(path);
      } finally {
        await dispose();
      }
    },
    /**
     * Makes sure that a file is in Keepsake and on this disk. The source is an upload id, an https
     * URL or a local path. Keepsake is searched first.
     */
    ensure: (source: string, wanted: EnsureOptions): Promise<Ensured> =>
      ensure(
        {
          ...client,
          localFile: (uploadId) => localFile(fetching, uploadId),
          upload: uploadPath,
          patience,
        },
        source,
        wanted,
      ),
  };
};

const platform = (): Platform<NodeInput> => ({
  sourceOf,
  sha256: nodeSha256,
  openHasher: nodeHasher,
  put: httpPut,
  ask: httpAsk,
  online: async () => undefined,
  resumeStore: memoryStore(),
  join: () => leaveAlone,
});

const sourceOf = async (input: NodeInput, hints?: SourceHints): Promise<Source> => {
  if (typeof input === 'string') return fileSource(input);
  if (input instanceof Uint8Array) return bytesSource(input);
  if (input instanceof Blob) return blobSource(input);
  if (hints?.sizeBytes === undefined)
    throw new TypeError('A stream needs its size: pass sizeBytes in the options.');
  return streamSource(input, hints.sizeBytes, hints.replayableUpToBytes);
};

/** The client for Node. */
export type KeepsakeClient = ReturnType<typeof createClient>;
