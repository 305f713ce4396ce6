import type { Announcement, SignedPut, Upload } from '../api/api-types.ts';
import type { Steps } from '../api/calls.ts';
import { storageProblem } from '../api/problem.ts';
import type { Patience } from '../api/retry.ts';
import type { Hasher, Piece, Platform, Source } from '../platform.ts';
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
  /** Waits while the server reads the bytes. */
  settled: (upload: Upload) => Promise<Upload>;
  /** Files above this are announced before they are read. */
  hashFirstBytes: number;
  /** Requests to storage under way in the whole client. */
  connections: Limit;
  parallelParts: number;
  /** Whether a file in parts is read and hashed while it is sent. */
  hashParts: boolean;
};

/** Sends one piece as signed. What was there already (our own request whose answer was lost) counts as sent: completing it tells. */
export const sendPiece = async (
  run: UploadRun,
  put: SignedPut,
  body: Piece,
  part: { number: number; signal?: AbortSignal | undefined },
) => {
  const { url, headers } = put;
  const onSent = (bytes: number) => run.tally.sent(part.number, bytes);
  const { status, text, retryAfter } = await run.put({ url, headers, body, onSent, signal: part.signal });
  if (status >= 300 && status !== 412) throw storageProblem(status, text, retryAfter);
};

/** Nobody should start a request with a signature that ends within seconds. */
export const isExpiring = ({ expiresAt }: { expiresAt: string }): boolean => Date.parse(expiresAt) - Date.now() < 5_000;
