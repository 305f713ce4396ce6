import { fetchAsk } from './api/fetch-ask.ts';
import { browserHasher, browserSha256 } from './browser/browser-hasher.ts';
import { localStorageStore } from './browser/local-storage.ts';
import { joinTabs } from './browser/tab-locks.ts';
import { waitForNetwork } from './browser/wait-for-network.ts';
import { xhrPut } from './browser/xhr-put.ts';
import { type ClientOptions, clientOn } from './client.ts';
import { blobSource, type Platform } from './platform.ts';

export type { Challenge, Token } from './api/api.ts';
export type * from './api/api-types.ts';
export { KeepsakeProblem } from './api/problem.ts';
export type { RetryPolicy, Wait } from './api/retry.ts';
export type { ClientOptions, UploadOptions } from './client.ts';
export type { ResumeStore } from './platform.ts';
export type { Progress } from './upload/progress.ts';

const platform: Platform<Blob> = {
  sourceOf: async (blob) => blobSource(blob),
  sha256: browserSha256,
  openHasher: browserHasher,
  put: xhrPut,
  ask: fetchAsk,
  online: waitForNetwork,
  resumeStore: localStorageStore,
  join: joinTabs,
};

/** A client for browsers: uploads files and blobs. */
export const createClient = (options: ClientOptions) => clientOn(platform, options);

/** The client for browsers. */
export type KeepsakeClient = ReturnType<typeof createClient>;
