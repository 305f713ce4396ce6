import type { Credentials } from '../../../aws/aws-credentials.ts';
import type { HttpPolicy } from '../../../aws/http-guard.ts';
import { maxSingleCopyBytes } from '../../../storage/s3-part-plan.ts';
import type { SftpServer } from '../../sources/sftp/sftp-server.ts';
import type { S3Place } from '../s3/s3-place.ts';
import type { BandwidthStep } from './bandwidth.ts';
import type { ExecutorSettings } from './executor-settings.ts';

export type Provider = () => Promise<Credentials>;

/** Where files go, where they may come from, and how hard to try; `placeAt` makes places. */
export type TransferOptions = {
  target: { place: S3Place; bucket: string; credentials: Provider };
  /** For `s3` locations. */
  source?: { place: S3Place; credentials: Provider };
  /** For `http` locations. */
  http?: HttpPolicy;
  /** For `sftp` locations. */
  sftp?: SftpServer;
  /** Requests under way; `auto` finds out. */
  concurrency?: 'auto' | number;
  /** 0: no threads, everything on this event loop. */
  threads?: number;
  retries?: number;
  /** How long an outage of a server is waited for; files that wait do not fail. */
  patienceMs?: number;
  /**
   * `unknown`: the first small file proves whether `If-None-Match` is honoured. Until then, and
   * where it is not, the engine looks under a key before it writes.
   */
  conditions?: 'honoured' | 'unknown';
  bandwidth?: readonly BandwidthStep[];
  /**
   * The target's storage copies objects of the source by itself, where it can. Both must be one
   * service, and the target's credentials must read the source.
   */
  serverSide?: boolean;
  /** How long a connection may stand still. */
  timeoutMs?: number;
  partBytes?: number;
  multipartBytes?: number;
  nearBytes?: number;
  /** From this size on, storage copies an object in parts instead of by one request. */
  copyBytes?: number;
  /** For the bodies of each thread. 18 MiB hold two parts; distant servers gain by more. */
  bufferBytes?: number;
};

const mebibyte = 2 ** 20;

/** The settings of each thread, with defaults filled in. */
export const executorSettings = ({
  target,
  source,
  http,
  sftp,
  bandwidth,
  retries = 3,
  patienceMs = 600_000,
  timeoutMs = 60_000,
  partBytes = 8 * mebibyte,
  multipartBytes = 64 * mebibyte,
  nearBytes = 512 * mebibyte,
  copyBytes = maxSingleCopyBytes,
  bufferBytes = 18 * mebibyte,
}: TransferOptions): ExecutorSettings => ({
  target: { ...target.place, bucket: target.bucket },
  ...(source && { source: source.place }),
  ...(http && { http }),
  ...(sftp && { sftp }),
  ...(bandwidth && { bandwidth }),
  retries,
  patienceMs,
  timeoutMs,
  partBytes,
  multipartBytes,
  nearBytes,
  copyBytes,
  bufferBytes,
});
