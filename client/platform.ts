/** Bytes of a local file, read when they are needed. */
export type FileSlice = { path: string; start: number; sizeBytes: number };

/** A run of a file's bytes that can be sent as often as needed. */
export type Piece = Blob | Uint8Array<ArrayBuffer> | FileSlice;

/** What is uploaded: something with a size that can be read in pieces. */
export type Source = {
  /** Name, type and time of the original, where it has them. */
  name?: string | undefined;
  contentType?: string | undefined;
  lastModified?: number | undefined;
  sizeBytes: number;
  /**
   * Whether pieces can be had again and in any order, without being kept in memory; a stream comes
   * once.
   */
  replayable: boolean;
  /** Its pieces are runs of a local file. */
  inFile?: boolean;
  piece(start: number, end: number): Promise<Piece>;
  /** A piece is no longer needed: its memory may be used for another. */
  release?(piece: Piece): void;
  /** Throws when the original is no longer what it was when it was opened. */
  checkUnchanged?(): Promise<void>;
  /** Gives back what the source holds. */
  close?(): Promise<void>;
};

/**
 * What a source cannot know of itself: how long a stream is, and up to where it must be readable
 * twice.
 */
export type SourceHints = { sizeBytes?: number | undefined; replayableUpToBytes: number };

/** Which hashes of a piece are wanted. */
export type Wanted = { crc?: boolean; sha256?: boolean };

/** Reads pieces in order: the checksum of each, and in the end the SHA-256 of them all. */
export type Hasher = {
  /** CRC-64/NVME of this piece, base64, when it was asked for. */
  add(piece: Piece, wanted: Wanted): Promise<string | undefined>;
  sha256(): Promise<string>;
  close(): void;
};

/** One request to storage. */
export type PutRequest = {
  url: string;
  headers: Record<string, string>;
  body: Piece;
  signal?: AbortSignal | undefined;
  onSent: (bytes: number) => void;
};

/** What was answered. */
export type Answer = { status: number; text: string; retryAfter: string | null };

/** One request with a short body, or none. */
export type AskRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** Remembers unfinished uploads between runs. Failing to remember must not fail an upload. */
export type ResumeStore = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
};

/** What differs between a browser and Node. */
export type Platform<Input> = {
  sourceOf(input: Input, hints?: SourceHints): Promise<Source>;
  sha256(source: Source): Promise<string>;
  openHasher(source: Source): Hasher;
  /** Rejects with a `KeepsakeProblem` of status 0 when nobody answers. */
  put(request: PutRequest): Promise<Answer>;
  /** The same, for what is said to the API. */
  ask(request: AskRequest): Promise<Answer>;
  /** Resolves when there is a network, as far as the platform knows. */
  online(signal?: AbortSignal): Promise<void>;
  resumeStore: ResumeStore;
};

/** How many bytes a piece has. */
export const sizeOf = (piece: Piece): number => {
  if ('sizeBytes' in piece) return piece.sizeBytes;
  return 'byteLength' in piece ? piece.byteLength : piece.size;
};

/** A blob or file as a source. */
export const blobSource = (blob: Blob & { name?: string; lastModified?: number }): Source => ({
  name: blob.name,
  contentType: blob.type || undefined,
  lastModified: blob.lastModified,
  sizeBytes: blob.size,
  replayable: true,
  // A slice is one more thing for the browser to keep and to look up, which thousands of small
  // files feel.
  piece: async (start, end) => (end - start === blob.size ? blob : blob.slice(start, end)),
  // A browser refuses to read a file that was changed or removed since it was chosen:
  // NotReadableError or NotFoundError.
  checkUnchanged: async () => void (await blob.slice(0, 1).arrayBuffer()),
});
