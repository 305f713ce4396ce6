import { Api, type Challenge, type Token } from './api/api.ts';
import type { AnnouncedUpload, Announcement, Upload } from './api/api-types.ts';
import { otherCalls, stepCalls, uploadCalls } from './api/calls.ts';
import { type CallOptions, type Patience, type RetryPolicy, retryPolicy } from './api/retry.ts';
import { announcedType } from './model/media-type.ts';
import {
  type Hasher,
  type Leave,
  leaveAlone,
  type Platform,
  type ResumeStore,
  type Source,
} from './platform.ts';
import { Limit } from './upload/limit.ts';
import { type Progress, Tally } from './upload/progress.ts';
import { ResumeRecord } from './upload/resume.ts';
import { type SignedBody, sendSigned } from './upload/send-signed.ts';
import { announceUpload, upload } from './upload/upload.ts';
import type { UploadRun } from './upload/upload-run.ts';
import { waitForCheck } from './upload/wait-for-check.ts';

/** The settings of a client. All but `baseUrl` are optional. */
export type ClientOptions = {
  /** The API's origin, e.g. `https://api.example.com`. */
  baseUrl: string;
  /** A session or access token, or a function that gets one; only `createSession` needs none. */
  token?: Token;
  /** Solves the stage's challenge, if it has one. */
  challenge?: Challenge;
  /** How many files are hashed and sent at once; by default 6. */
  parallelFiles?: number;
  /** How many parts of one file are sent at once; by default 4. */
  parallelParts?: number;
  /** How many requests to storage run at once; by default 6, browsers' limit per host. */
  connections?: number;
  /**
   * Files up to this size are hashed before they are announced; larger ones while they are sent.
   * By default 100 MiB, the server's threshold for parts.
   */
  hashFirstBytes?: number;
  /**
   * Whether files in parts are hashed (by default true): CRC-64 of each part, SHA-256 of the file.
   * Otherwise only the server hashes them, once they have arrived.
   */
  hashParts?: boolean;
  retry?: Partial<RetryPolicy>;
  /**
   * How long to wait while the server checks a large file, by default ten minutes. After that,
   * `upload` resolves with status `checking`.
   */
  checkingTimeoutMs?: number;
  /** Where unfinished uploads are stored; by default localStorage, on Node memory. */
  resumeStore?: ResumeStore;
};

/** Options of one upload: the announcement, progress and the signal that aborts. */
export type UploadOptions = {
  category: string;
  /** For buffers, streams and blobs, which have no name. */
  filename?: string;
  contentType?: string;
  /** Required for streams. */
  sizeBytes?: number;
  partnerId?: string;
  metadata?: Record<string, string>;
  isPublic?: boolean;
  jobId?: string;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
};

/** A client on one platform. The browser's and Node's `createClient` call this. */
export const clientOn = <Input>(platform: Platform<Input>, options: ClientOptions) => {
  const shared = sharedOf(platform, options);
  return {
    ...shared.calls,
    /** Uploads a file; resolves once the server has checked it. Throws `KeepsakeProblem`. */
    upload: (input: Input, wanted: UploadOptions): Promise<Upload> =>
      shared.files.run((leave) => uploadInput(shared, input, wanted, leave), wanted.signal),
    lowLevel: lowLevelOf(shared),
  };
};

/** What all uploads of a client share. */
const sharedOf = <Input>(platform: Platform<Input>, options: ClientOptions) => {
  const baseUrl = options.baseUrl.replace(/\/$/, '');
  const policy = retryPolicy(options.retry);
  const patience: Patience = { policy, online: platform.online };
  const { token, challenge } = options;
  const api = new Api({ baseUrl, token, challenge, patience, ask: platform.ask });
  const store = options.resumeStore ?? platform.resumeStore;
  const steps = stepCalls(api);
  return {
    platform,
    join: (uploadId: string): Leave => store.join?.(uploadId) ?? platform.join(uploadId),
    patience,
    steps,
    calls: { ...uploadCalls(api), ...otherCalls(api) },
    files: new Limit(options.parallelFiles ?? 6),
    connections: new Limit(options.connections ?? 6),
    parallelParts: options.parallelParts ?? 4,
    hashFirstBytes: options.hashFirstBytes ?? 100 * 1024 ** 2,
    hashParts: options.hashParts ?? true,
    heldRecords: new Set<string>(),
    recordOf: (source: Source, announcement: Announcement) =>
      new ResumeRecord(store, baseUrl, { source, announcement }),
    waitFor: (received: Upload, { signal, onWait }: CallOptions = {}) =>
      waitForCheck(received, {
        ...steps,
        timeoutMs: options.checkingTimeoutMs ?? 600_000,
        baseMs: policy.baseMs,
        signal,
        onWait,
      }),
  };
};

type Shared<Input> = ReturnType<typeof sharedOf<Input>>;

const uploadInput = async <Input>(
  shared: Shared<Input>,
  input: Input,
  wanted: UploadOptions,
  reportSent: () => void,
): Promise<Upload> => {
  const source = await shared.platform.sourceOf(input, {
    sizeBytes: wanted.sizeBytes,
    replayableUpToBytes: shared.hashFirstBytes,
  });
  const run = runOf(shared, source, wanted, reportSent);
  const letGo = run.record.hold(shared.heldRecords);
  try {
    return await upload(run);
  } finally {
    letGo();
    await source.close?.();
  }
};

const runOf = <Input>(
  shared: Shared<Input>,
  source: Source,
  wanted: UploadOptions,
  reportSent = () => {},
): UploadRun => {
  const announcement = announcementOf(source, wanted);
  const tally = new Tally(source.sizeBytes, wanted.onProgress);
  const call: CallOptions = { signal: wanted.signal, onWait: (wait) => tally.wait(wait) };
  const { join, steps, hashFirstBytes, connections, parallelParts, hashParts } = shared;
  const { put, openHasher, sha256 } = shared.platform;
  return {
    hashFirstBytes,
    connections,
    parallelParts,
    hashParts,
    put,
    openHasher,
    sha256,
    join,
    leave: leaveAlone,
    reportSent,
    steps,
    source,
    announcement,
    record: shared.recordOf(source, announcement),
    tally,
    patience: { ...shared.patience, ...call },
    drop: (uploadId) => shared.calls.deleteUpload(uploadId).catch(() => undefined),
    waitForCheck: (received) => shared.waitFor(received, call),
  };
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

/** The steps of an upload, for uploaders other than `upload`. */
const lowLevelOf = <Input>(shared: Shared<Input>) => {
  const { platform, steps, hashParts, connections, patience } = shared;
  return {
    steps,
    hashParts,
    /** Announces a file, with its hash where the server needs it. */
    announce: async (input: Input, wanted: UploadOptions): Promise<AnnouncedUpload> =>
      announceUpload(runOf(shared, await platform.sourceOf(input), wanted)),
    /** SHA-256 of a file, base64, computed off the main thread where that is possible. */
    sha256: async (input: Input): Promise<string> =>
      platform.sha256(await platform.sourceOf(input)),
    /** Sends bytes to storage as signed, waiting out outages. */
    send: (signed: SignedBody, call: CallOptions = {}): Promise<void> =>
      sendSigned({ put: platform.put, connections, patience: { ...patience, ...call } }, signed),
    openHasher: async (input: Input): Promise<Hasher> =>
      platform.openHasher(await platform.sourceOf(input)),
    /** Waits while the server checks an upload. */
    waitForCheck: (received: Upload): Promise<Upload> => shared.waitFor(received),
    /** Joins the tabs that send an upload, so that none deletes what another one sends. */
    join: shared.join,
    /** The record of this file's unfinished upload, as it is announced with these options. */
    resumeRecord: async (input: Input, wanted: UploadOptions): Promise<ResumeRecord> => {
      const source = await platform.sourceOf(input);
      return shared.recordOf(source, announcementOf(source, wanted));
    },
  };
};
