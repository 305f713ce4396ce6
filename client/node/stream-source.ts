import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Source } from '../platform.ts';
import { bytesSource, fileSource } from './file-source.ts';

/** Bytes that can be read only once: a Node stream, a web stream, or any async iterable. */
export type ByteStream = AsyncIterable<Uint8Array>;

const inMemoryBytes = 8 * 1024 ** 2;

/** Reads exact numbers of bytes from a stream, in order. */
export class StreamReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: ByteStream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Fills `bytes` with the next ones of the stream. Throws if the stream has fewer. */
  async fill(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const sizeBytes = bytes.byteLength;
    for (let filled = 0; filled < sizeBytes; ) {
      if (this.#rest.length === 0 && !(await this.#readChunk()))
        throw wrongSize('fewer', sizeBytes);
      const run = this.#rest.subarray(0, sizeBytes - filled);
      bytes.set(run, filled);
      filled += run.length;
      this.#rest = this.#rest.subarray(run.length);
    }
    return bytes;
  }

  /** Throws if the stream continues. */
  async end(sizeBytes: number): Promise<void> {
    while (this.#rest.length === 0) if (!(await this.#readChunk())) return;
    throw wrongSize('more', sizeBytes);
  }

  /** Releases the stream: no more of it will be read. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #readChunk(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (!done) this.#rest = typeof value === 'string' ? Buffer.from(value) : value;
    return !done;
  }
}

const wrongSize = (found: string, sizeBytes: number): Error =>
  new RangeError(`The stream has ${found} than the ${sizeBytes} bytes of its sizeBytes.`);

/**
 * A stream as a source. A stream that must be hashed before it is sent is stored first: in memory,
 * or in a temporary file that `close` removes.
 */
export const streamSource = async (
  stream: ByteStream,
  sizeBytes: number,
  replayableUpToBytes: number,
): Promise<Source> => {
  if (sizeBytes <= inMemoryBytes) return readIntoMemory(new StreamReader(stream), sizeBytes);
  return sizeBytes <= replayableUpToBytes
    ? storeOnDisk(stream, sizeBytes)
    : readInParts(new StreamReader(stream), sizeBytes);
};

const readIntoMemory = async (reader: StreamReader, sizeBytes: number): Promise<Source> => {
  const bytes = await reader.fill(new Uint8Array(sizeBytes));
  await reader.end(sizeBytes);
  return bytesSource(bytes);
};

const storeOnDisk = async (stream: ByteStream, sizeBytes: number): Promise<Source> => {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'stream');
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
    const { name: _name, lastModified: _time, ...source } = await fileSource(path);
    if (source.sizeBytes !== sizeBytes)
      throw wrongSize(source.sizeBytes < sizeBytes ? 'fewer' : 'more', sizeBytes);
    return { ...source, close };
  } catch (error) {
    await close();
    throw error;
  }
};

/**
 * Reads parts as they are asked for, each once. Reuses the memory of parts that were sent, because
 * parts are megabytes and garbage is collected late.
 */
const readInParts = (reader: StreamReader, sizeBytes: number): Source => {
  const free: ArrayBuffer[] = [];
  const room = (bytes: number): Uint8Array<ArrayBuffer> => {
    const at = free.findIndex(({ byteLength }) => byteLength >= bytes);
    return new Uint8Array(free.splice(at, at < 0 ? 0 : 1)[0] ?? new ArrayBuffer(bytes), 0, bytes);
  };
  return {
    sizeBytes,
    replayable: false,
    piece: async (start, end) => {
      const bytes = await reader.fill(room(end - start));
      if (end === sizeBytes) await reader.end(sizeBytes);
      return bytes;
    },
    release: (piece) => {
      if (piece instanceof Uint8Array) free.push(piece.buffer);
    },
    close: () => reader.close(),
  };
};
