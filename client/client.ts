import { Api, type Token } from './api/api.ts';
import type { AnnouncedUpload, Announcement, Upload } from './api/api-types.ts';
import { otherCalls, stepCalls, uploadCalls } from './api/calls.ts';
import { type CallOptions, type Patience, type RetryPolicy, retryPolicy } from './api/retry.ts';
import { announcedType } from './model/media-type.ts';
import type { Hasher, Platform, ResumeStore, Source } from './platform.ts';
import { Limit } from './upload/limit.ts';
import { type Progress, Tally } from './upload/progress.ts';
import { ResumeRecord } from './upload/resume.ts';
import { type SignedBody, sendSigned } from './upload/send-signed.ts';
import { announceUpload, upload } from './upload/upload.ts';
import type { UploadRun } from './upload/upload-run.ts';
import { waitForCheck } from './upload/wait-for-check.ts';

/** How a client is set up. All but `baseUrl` and `token` have sensible defaults. */
export type ClientOptions = {
  /** Where the API is, without a trailing slash. */
  baseUrl: string;
  /**
   * A session token or access token, or a function that gets one; without, only `createSession`
   * works.
   */
  token?: Token;
  /** Files that are hashed and sent at once; others wait. 6. */
  parallelFiles?: number;
  /** Parts of one file at once. 4. */
  parallelParts?: number;
  /** Requests to storage at once, of all files. 6, which is what browsers allow a host. */
  connections?: number;
  /**
   * Larger files are announced without their hash and read once. 100 MB, like the server's
   * threshold for multipart.
   */
  hashFirstBytes?: number;
  /**
   * Read and hash files that go in parts: CRC-64 of each part, SHA-256 of the file. Without, they
   * are only sent, and the server hashes what arrived. true.
   */
  hashParts?: boolean;
  retry?: Partial<RetryPolicy>;
  /**
   * How long to wait while the server checks a large file; then the upload is answered as
   * `checking`. Ten minutes.
   */
  checkingTimeoutMs?: number;
  /** Where unfinished uploads are remembered: the browser's localStorage, or memory on Node. */
  resumeStore?: ResumeStore;
};

/** What is said about a file, and how its upload is followed and aborted. */
export type UploadOptions = {
  category: string;
  /** Needed for what has none itself: buffers, streams, blobs. */
  filename?: string;
  contentType?: string;
  /** Needed for streams. */
  sizeBytes?: number;
  partnerId?: string;
  metadata?: Record<string, string>;
  isPublic?: boolean;
  jobId?: string;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
};

const announcementOf = (source: Source, options: UploadOptions): Announcement => {
  const { category, partnerId, metadata, isPublic, jobId } = options;
  return {
    filename: options.filename ?? source.name ?? 'file',
    contentType: announcedType({
      wanted: options.contentType,
      found: source.contentType,
      names: [options.filename, source.name],
    }),
    sizeBytes: source.sizeBytes,
    category,
    ...(partnerId !== undefined && { partnerId }),
    ...(metadata && { metadata }),
    ...(isPublic !== undefined && { isPublic }),
    ...(jobId !== undefined && { jobId }),
  };
};

/** A client on one platform; `createClient` of the browser's and Node's entry is this. */
export const clientOn = <Input>(platform: Platform<Input>, options: ClientOptions) => {
  const baseUrl = options.baseUrl.replace(/\/$/, '');
  const policy = retryPolicy(options.retry);
  const patience: Patience = { policy, online: platform.online };
  const api = new Api({ baseUrl, token: options.token, patience, ask: platform.ask });
  const steps = stepCalls(api);
  const calls = { ...uploadCalls(api), ...otherCalls(api) };
  const files = new Limit(options.parallelFiles ?? 6);
  const connections = new Limit(options.connections ?? 6);
  const hashFirstBytes = options.hashFirstBytes ?? 100 * 1024 ** 2;
  const hashParts = options.hashParts ?? true;
  const store = options.resumeStore ?? platform.resumeStore;

  const recordOf = (source: Source, announcement: Announcement) =>
    new ResumeRecord(store, baseUrl, { source, announcement });
  const waitFor = (received: Upload, { signal, onWait }: CallOptions = {}) =>
    waitForCheck(received, {
      ...steps,
      timeoutMs: options.checkingTimeoutMs ?? 600_000,
      baseMs: policy.baseMs,
      signal,
      onWait,
    });

  const runOf = (source: Source, wanted: UploadOptions, isSent = () => {}): UploadRun => {
    const announcement = announcementOf(source, wanted);
    const tally = new Tally(source.sizeBytes, wanted.onProgress);
    return {
      isSent,
      steps,
      source,
      announcement,
      put: platform.put,
      openHasher: platform.openHasher,
      sha256: platform.sha256,
      record: recordOf(source, announcement),
      tally,
      patience: { ...patience, signal: wanted.signal, onWait: (wait) => tally.wait(wait) },
      drop: (uploadId) => calls.deleteUpload(uploadId).catch(() => undefined),
      waitForCheck: (received) =>
        waitFor(received, { signal: wanted.signal, onWait: (wait) => tally.wait(wait) }),
      hashFirstBytes,
      connections,
      parallelParts: options.parallelParts ?? 4,
      hashParts,
    };
  };

  const uploadInput = async (
    input: Input,
    wanted: UploadOptions,
    isSent: () => void,
  ): Promise<Upload> => {
    const source = await platform.sourceOf(input, {
      sizeBytes: wanted.sizeBytes,
      replayableUpToBytes: hashFirstBytes,
    });
    try {
      return await upload(runOf(source, wanted, isSent));
    } finally {
      await source.close?.();
    }
  };

  return {
    ...calls,
    /**
     * Brings a file to Keepsake; resolves when the server has checked it. Throws `KeepsakeProblem`,
     * or the signal's reason.
     */
    upload: (input: Input, wanted: UploadOptions): Promise<Upload> =>
      files.run((leave) => uploadInput(input, wanted, leave), wanted.signal),
    /** What an upload is made of, for uploaders other than `upload`. */
    lowLevel: {
      steps,
      hashParts,
      /** Announces a file, with its hash where the server needs it. */
      announce: async (input: Input, wanted: UploadOptions): Promise<AnnouncedUpload> =>
        announceUpload(runOf(await platform.sourceOf(input), wanted)),
      /** SHA-256 of a file, base64, computed off the main thread where that is possible. */
      sha256: async (input: Input): Promise<string> =>
        platform.sha256(await platform.sourceOf(input)),
      /** Sends bytes to storage as signed, through outages. */
      send: (signed: SignedBody, { signal, onWait }: CallOptions = {}): Promise<void> =>
        sendSigned(
          { put: platform.put, connections, patience: { ...patience, signal, onWait } },
          signed,
        ),
      openHasher: async (input: Input): Promise<Hasher> =>
        platform.openHasher(await platform.sourceOf(input)),
      /** Waits while the server checks an upload. */
      waitForCheck: (received: Upload): Promise<Upload> => waitFor(received),
      /** Where this file's unfinished upload is remembered, as it is announced here. */
      resumeRecord: async (input: Input, wanted: UploadOptions): Promise<ResumeRecord> => {
        const source = await platform.sourceOf(input);
        return recordOf(source, announcementOf(source, wanted));
      },
    },
  };
};
