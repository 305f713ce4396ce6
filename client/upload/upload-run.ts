import type { Announcement, Upload } from '../api/api-types.ts';
import type { Steps } from '../api/calls.ts';
import type { Hasher, Leave, Source } from '../platform.ts';
import type { Tally } from './progress.ts';
import type { ResumeRecord } from './resume.ts';
import type { Sender } from './send-signed.ts';

/** State and functions of one upload. */
export type UploadRun = Sender & {
  steps: Steps;
  /** The upload the bytes go to, once there is one. */
  uploadId?: string;
  /** Joins those who send an upload in parts. */
  join: (uploadId: string) => Leave;
  /** Leaves the upload that was joined last. */
  leave: Leave;
  openHasher: (source: Source) => Hasher;
  sha256: (source: Source) => Promise<string>;
  source: Source;
  announcement: Announcement;
  record: ResumeRecord;
  tally: Tally;
  /** Tells that the bytes are sent: another file may begin. */
  reportSent: () => void;
  /** Deletes an upload on the server. Failing to is ignored: the upload expires there. */
  drop: (uploadId: string) => Promise<void>;
  /** Waits while the server checks the bytes. */
  waitForCheck: (upload: Upload) => Promise<Upload>;
  /** Larger files are announced before they are read. */
  hashFirstBytes: number;
  parallelParts: number;
  /** Whether a file in parts is read and hashed while it is sent. */
  hashParts: boolean;
};
