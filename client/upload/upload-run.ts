import type { Announcement, SignedPut, Upload } from '../api/api-types.ts';
import type { Steps } from '../api/calls.ts';
import { storageProblem } from '../api/problem.ts';
import type { Patience } from '../api/retry.ts';
import type { Answer, Hasher, Piece, Platform, PutRequest, Source } from '../platform.ts';
import type { Limit } from './limit.ts';
import type { Tally } from './progress.ts';
import type { ResumeRecord } from './resume.ts';

/** What one upload works with. */
export type UploadRun = {
  steps: Steps;
  /** The upload the bytes go to, once there is one. */
  uploadId?: string;
  put: Platform<never>['put'];
  openHasher: (source: Source) => Hasher;
  sha256: (source: Source) => Promise<string>;
  source: Source;
  announcement: Announcement;
  record: ResumeRecord;
  tally: Tally;
  patience: Patience;
  /** Told when the bytes are sent: another file may begin. */
  isSent: () => void;
  /** Gives up an upload on the server; failing to is no failure. */
  drop: (uploadId: string) => Promise<void>;
  /** Waits while the server checks the bytes. */
  waitForCheck: (upload: Upload) => Promise<Upload>;
  /** Files above this are announced before they are read. */
  hashFirstBytes: number;
  /** Requests to storage under way in the whole client. */
  connections: Limit;
  parallelParts: number;
  /** Whether a file in parts is read and hashed while it is sent. */
  hashParts: boolean;
};

/**
 * A file that was changed or removed ends its request like a lost connection. It must fail, and not
 * wait for a network.
 */
const putUnchanged = async ({ put, source }: UploadRun, request: PutRequest): Promise<Answer> => {
  try {
    return await put(request);
  } catch (error) {
    request.signal?.throwIfAborted();
    await source.checkUnchanged?.();
    throw error;
  }
};

/**
 * Sends one piece as signed. What was there already (our own request whose answer was lost) counts
 * as sent: completing it tells.
 */
export const sendPiece = async (
  run: UploadRun,
  put: SignedPut,
  body: Piece,
  part: { number: number; signal?: AbortSignal | undefined },
) => {
  const { url, headers } = put;
  const onSent = (bytes: number) => run.tally.sent(part.number, bytes);
  const { status, text, retryAfter } = await putUnchanged(run, {
    url,
    headers,
    body,
    onSent,
    signal: part.signal,
  });
  if (status >= 300 && status !== 412) throw storageProblem(status, text, retryAfter);
};

/** Nobody should start a request with a signature that ends within seconds. */
export const isExpiring = ({ expiresAt }: { expiresAt: string }): boolean =>
  Date.parse(expiresAt) - Date.now() < 5_000;
