import type {
  FileLocation,
  S3Location,
  SourceLocation,
} from '../../../../core/bulk/model/transfer.ts';
import type { NoteUpload } from '../../../../core/bulk/ports.ts';
import type { Bandwidth } from '../engine/bandwidth.ts';
import type { RetryPolicy } from '../engine/retrying.ts';
import type { SharedConditions, SharedCopies } from '../engine/shared-state.ts';
import type { BufferPool } from '../http/buffer-pool.ts';
import type { Requests } from '../s3/requests.ts';
import type { S3Wire } from '../s3/s3-wire.ts';
import type { OpenFile } from './open-file.ts';
import type { SeenObject } from './open-object.ts';
import type { OpenSource } from './open-source.ts';

/** Everything one file needs to be sent. */
export type TransferContext = {
  wire: S3Wire;
  requests: Requests;
  buffers: BufferPool;
  /** What is sent is paced by `requests`. */
  bandwidth: Bandwidth | undefined;
  policy: RetryPolicy;
  /** `tags`: with those of an object. */
  open: (location: SourceLocation, tags: boolean) => OpenSource | Promise<OpenSource>;
  /** A file of this machine. */
  openFile: (location: FileLocation) => OpenFile;
  /** Whether this machine's files are read beside the thread, because the disk is slow. */
  isDiskSlow: () => boolean;
  /** The facts of an object, without its bytes. */
  look: (location: S3Location) => Promise<SeenObject>;
  /** Files up to this size are held in memory; larger ones go in parts at least this large. */
  partBytes: number;
  /** Files that can be read twice go in one piece up to this size. */
  multipartBytes: number;
  /** The same where storage is near: one connection is then as fast as several. */
  nearBytes: number;
  /** Storage copies smaller objects by one request. */
  copyBytes: number;
  /** Records whose one request was cut off: their next try goes in parts, which are sent once. */
  cutOff: Set<string>;
  /** Multipart uploads that this run began or resumed, by record, for the next try. */
  multiparts: Map<string, string>;
  noteUpload: NoteUpload;
  /** Whether `If-None-Match` keeps objects from being overwritten; else we look before we write. */
  conditions: SharedConditions;
  copies: SharedCopies;
  /** Whether S3 checks and keeps checksums it is sent. */
  checksums: boolean;
  /** Whether parts are held by the signature (SHA-256) instead of a CRC-32. */
  signedParts: boolean;
};
