import type { metadataChoices } from './object-properties.ts';

/**
 * The choice when an object with other bytes is under the key. An object with the same bytes is
 * never a conflict: the file is `skipped`. `skip` leaves the other object there and reports the
 * file as `changed`, because a skipped file reads as one that has arrived.
 */
export const onConflicts = ['skip', 'fail', 'overwrite'] as const;

export type OnConflict = (typeof onConflicts)[number];

/**
 * A file on disk as it was listed: the folder it must be below, as a real path, and its device and
 * inode. Opened without it, a path may lead to another file by then.
 */
export type SeenFile = { root: string; id: string };

/**
 * Where one file's bytes can be read; plain data, so that a worker thread can open it. Credentials
 * never travel in it.
 */
export type SourceLocation =
  | FileLocation
  | { kind: 'http'; url: string }
  | S3Location
  | SftpLocation;

/**
 * A file of an SSH server; its path has one character for each byte. `root`: the path must have no
 * link in it when the file is opened.
 */
export type SftpLocation = { kind: 'sftp'; path: string; root?: string };

/** `bytes`: the path is not UTF-8, and has one character for each of its bytes. */
export type FileLocation = { kind: 'file'; path: string; bytes?: true; seen?: SeenFile };

/** An object in S3, or one version of it. */
export type S3Location = { kind: 's3'; bucket: string; key: string; versionId?: string };

/** One file as its source lists it. `path` is relative, with `/`, and unique in the source. */
export type SourceFile = {
  path: string;
  /** Origin of the key, if other than the path. */
  keyPath?: string;
  location: SourceLocation;
  sizeBytes?: number;
  /** ISO 8601. */
  modifiedAt?: string;
  etag?: string;
  contentType?: string;
  /** The manifest's SHA-256, base64. A job expects it, so a file with other bytes is `changed`. */
  sha256?: string;
  /** Whose it becomes, and through which partner, where the source says so for each file. */
  ownerId?: string;
  partnerId?: string;
  /** SQL sources: where the file is named, and by which words (`value`, the old path or URL). */
  row?: SourceRow;
  /**
   * The reason why the file cannot be taken. The file is recorded as failed and is never opened.
   * Its `path` is then escaped and safe to print.
   */
  problem?: SourceProblem;
};

/** The row and column a file is named in; `index` counts in a column that holds a list. */
export type SourceRow = {
  table: string;
  id: string;
  column: string;
  index?: number;
  value: string;
};

/** The kinds of files that cannot be taken, in a record's `failure.code`. */
export type SourceProblemCode =
  | 'UnsafeName'
  | 'OutsideRoot'
  | 'NotAFile'
  | 'Unreadable'
  | 'Missing'
  | 'Archived'
  | 'BadRow';

/** True for a folder of a listing that cannot be entered: it stands for the files below. */
export const isShutFolder = ({
  path,
  sizeBytes,
  problem,
}: Pick<SourceFile, 'path' | 'sizeBytes' | 'problem'>): boolean =>
  problem !== undefined && sizeBytes === undefined && path.endsWith('/');

/** A file's problem, in words for people. */
export type SourceProblem = { code: SourceProblemCode; message: string };

/** A file to send: read once, hashed on the way; storage refuses it if its bytes differ. */
export type TransferJob = {
  recordId: string;
  location: SourceLocation;
  key: string;
  contentType: string;
  /** Content-Disposition the object is served with; by default none. */
  disposition?: string;
  /** S3's name of the class; by default the bucket chooses. */
  storageClass?: string;
  metadata: Readonly<Record<string, string>>;
  /**
   * Properties that the file's source hands on beside its bytes: an object's headers, metadata and
   * tags, any file's modification time. By default none.
   */
  keeps?: (typeof metadataChoices)[number];
  /** Headers by name in lower case. These replace the source's headers. */
  properties?: Readonly<Record<string, string>>;
  onConflict: OnConflict;
  /** An upload in parts that an earlier run began for this file. Its parts are not sent again. */
  multipartId?: string;
  /** The file as listed or tried dry. A source that differs is `changed` and is not sent. */
  expected?: { sizeBytes?: number; modifiedAt?: string; etag?: string; sha256?: string };
  /** The object that an earlier batch made under the key. The engine looks at it first. */
  known?: KnownObject;
};

/**
 * An object as the batch that made it recorded it. `unchanged`: the source's listing is the one of
 * then, so that the file is not read while the object is there. `ifOther`: why a file with other
 * bytes is `changed`.
 */
export type KnownObject = {
  unchanged: boolean;
  sizeBytes?: number;
  sha256?: string;
  etag?: string;
  ifOther: string;
};

/** How a file ended. `created`: this call made the version; else the same bytes existed. */
export type Verdict =
  | {
      outcome: 'transferred';
      created: boolean;
      sizeBytes: number;
      sha256: string;
      versionId?: string;
      etag?: string;
    }
  | {
      outcome: 'skipped';
      reason: string;
      sizeBytes?: number;
      sha256?: string;
      versionId?: string;
      etag?: string;
    }
  | { outcome: 'changed'; reason: string }
  | { outcome: 'failed'; code: string; message: string };

/** The outcome of one file. */
export type TransferOutcome = { recordId: string; attempts: number } & Verdict;

/** Objects of a listing or manifest: `key` in full, `modifiedAt` in ISO 8601. */
export type MapItem = {
  key: string;
  sizeBytes: number;
  etag?: string;
  modifiedAt?: string;
} & Pick<SourceFile, 'ownerId' | 'partnerId'>;
