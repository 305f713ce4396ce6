import type { HttpPolicy } from '../../../aws/http-guard.ts';
import type { SftpServer } from '../../sources/sftp/sftp-server.ts';
import type { S3Place } from '../s3/s3-place.ts';
import type { BandwidthStep } from './bandwidth.ts';

/** Settings of a thread, as plain data. Credentials come separately because they change. */
export type ExecutorSettings = {
  target: S3Place & { bucket: string };
  /** Where `s3` locations are read. */
  source?: S3Place;
  /** Which servers `http` locations may be on. */
  http?: HttpPolicy;
  /** Where `sftp` locations are read. */
  sftp?: SftpServer;
  retries: number;
  patienceMs: number;
  timeoutMs: number;
  partBytes: number;
  multipartBytes: number;
  /** From this size on, files go in parts to near storage, too. */
  nearBytes: number;
  /** From this size on, storage copies an object in parts instead of by one request. */
  copyBytes: number;
  /** How much all threads together may send; by default no limit. */
  bandwidth?: readonly BandwidthStep[];
  /** Memory for bodies, of this thread. */
  bufferBytes: number;
};
