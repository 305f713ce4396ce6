/** A bucket and a key, whatever lies there. */
export type ObjectAddress = { bucket: string; key: string };

/** One version of one object. Without `versionId`, the current one. */
export type ObjectRef = ObjectAddress & { versionId?: string | undefined };

/** Storage's record of an object. Checksums are base64 and of the FULL_OBJECT kind only. */
export type ObjectFacts = {
  versionId: string;
  /** Opaque: pins a source, but proves nothing. */
  etag: string | undefined;
  sizeBytes: number;
  contentType: string;
  metadata: Readonly<Record<string, string>>;
  /** Headers beside the type that storage serves, e.g. `Content-Encoding`, if any. */
  servedHeaders?: Readonly<Record<string, string>>;
  sha256?: string | undefined;
  crc64nvme?: string | undefined;
  /** S3's replication status, in a replicated bucket. */
  replication?: string;
};

/** A server-side copy, pinned to a source version, to its ETag, or to both. */
export type CopyRequest = {
  source: {
    bucket: string;
    key: string;
    versionId?: string | undefined;
    etag?: string | undefined;
    sizeBytes: number;
  };
  target: ObjectAddress;
  contentType: string;
  /** Content-Disposition of the served object. */
  disposition: string;
  metadata: Readonly<Record<string, string>>;
  storageClass: string;
};

/** Versioned object storage. */
export interface ObjectStore {
  /** `undefined` when the object or version does not exist. */
  head(ref: ObjectRef): Promise<ObjectFacts | undefined>;
  /**
   * Never overwrites; returns the copy's SHA-256 where storage computed one. Throws
   * `DestinationExists`, `SourceMissing` or `SourceChanged`. Interrupted large copies are resumed
   * by the next call.
   */
  copy(request: CopyRequest): Promise<{ versionId: string; sha256?: string }>;
  /** Reads the whole object; base64. Throws `SourceMissing`. */
  sha256(ref: ObjectRef): Promise<string>;
  /** Ids of the versions under exactly this key, without delete markers. */
  versions(bucket: string, key: string): Promise<string[]>;
  /** Removes one version for good. Idempotent. */
  removeVersion(ref: ObjectAddress & { versionId: string }): Promise<void>;
  /**
   * Puts a delete marker over the object under exactly this key, so that its current version is not
   * served any more. Removes no version; does nothing where there is none.
   */
  hide(bucket: string, key: string): Promise<void>;
  /** The opposite of `hide`: removes the delete markers under exactly this key. */
  reveal(bucket: string, key: string): Promise<void>;
  /** Aborts unfinished multipart uploads under exactly this key. */
  abortMultiparts(bucket: string, key: string): Promise<void>;
  /**
   * Removes everything under exactly this key: versions, delete markers, unfinished multipart
   * uploads. Returns the removed versions.
   */
  removeAll(bucket: string, key: string): Promise<{ versions: number; bytes: number }>;
}
