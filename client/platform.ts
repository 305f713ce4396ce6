import { unreadableFile } from './api/problem.ts';

/** A range of a local file's bytes, read when they are sent. */
export type FileSlice = { path: string; start: number; sizeBytes: number };

/** A range of a file's bytes that can be sent more than once. */
export type Piece = Blob | Uint8Array<ArrayBuffer> | FileSlice;

/** The original of an upload, with a known size and readable in pieces. */
export type Source = {
  /** Name, type and time of the original, where it has them. */
  name?: string | undefined;
  contentType?: string | undefined;
  lastModified?: number | undefined;
  sizeBytes: number;
  /** Pieces can be read again and in any order, without staying in memory. False for streams. */
  replayable: boolean;
  /** Pieces are ranges of a local file. */
  inFile?: boolean;
  piece(start: number, end: number): Promise<Piece>;
  /** Frees a piece's memory for another piece. */
  release?(piece: Piece): void;
  /** Throws if the original has changed since it was opened. */
  checkUnchanged?(): Promise<void>;
  /** Frees what the source holds: its stream, its temporary file. */
  close?(): Promise<void>;
};

/**
 * Facts that a stream does not tell: its size, and the size up to which the stream is read twice,
 * once to hash and once to send.
 */
export type SourceHints = { sizeBytes?: number | undefined; replayableUpToBytes: number };

/** The hashes that a piece is read for. */
export type Wanted = { crc?: boolean; sha256?: boolean };

/** Reads pieces in order: the checksum of each, and in the end the SHA-256 of them all. */
export type Hasher = {
  /** CRC-64/NVME of this piece, base64, if wanted. */
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

/** The answer to one request. */
export type Answer = { status: number; text: string; retryAfter: string | null };

/** One request to the API. Its body is short, or there is none. */
export type AskRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** Leaves an upload. Runs `last` unless another tab or process is still sending it. */
export type Leave = (last?: () => Promise<void>) => Promise<void>;

/** Stores unfinished uploads between runs. An upload continues if its store fails. */
export type ResumeStore = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Joins those who send an upload and share the store. Absent: the platform's way. */
  join?(uploadId: string): Leave;
};

/** Leaves an upload that no other tab or process can be sending. */
export const leaveAlone: Leave = async (last) => last?.();

/** Everything that differs between a browser and Node. */
export type Platform<Input> = {
  sourceOf(input: Input, hints?: SourceHints): Promise<Source>;
  sha256(source: Source): Promise<string>;
  openHasher(source: Source): Hasher;
  /** Sends bytes to storage. Rejects with a `KeepsakeProblem` of status 0 if no answer comes. */
  put(request: PutRequest): Promise<Answer>;
  /** Sends a request to the API. Rejects like `put`. */
  ask(request: AskRequest): Promise<Answer>;
  /** Resolves when there is a network, as far as the platform knows. */
  online(signal?: AbortSignal): Promise<void>;
  resumeStore: ResumeStore;
  /** Joins those who send an upload and share the store. */
  join(uploadId: string): Leave;
};

/** The size of a piece in bytes. */
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
  // A slice costs the browser one more object to keep and to look up, which slows down thousands of
  // small files.
  piece: async (start, end) => (end - start === blob.size ? blob : blob.slice(start, end)),
  checkUnchanged: async () => void (await readable(blob.slice(0, 1).arrayBuffer())),
});

/**
 * Browsers refuse to read a file that was changed or removed since it was chosen, and a folder:
 * NotReadableError or NotFoundError. Returns what was read, or throws `file-unreadable`.
 */
export const readable = async <T>(reading: Promise<T>): Promise<T> => {
  try {
    return await reading;
  } catch (error) {
    throw unreadableFile(error);
  }
};
