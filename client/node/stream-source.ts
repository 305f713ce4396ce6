import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Source } from '../platform.ts';
import { bytesSource, fileSource } from './file-source.ts';

/** Bytes that come once: a Node stream, a web stream, or any async iterable. */
export type ByteStream = AsyncIterable<Uint8Array>;

const inMemoryBytes = 8 * 1024 ** 2;

const wrongSize = (found: string, sizeBytes: number): Error =>
  new RangeError(`The stream has ${found} than the ${sizeBytes} bytes it was announced with.`);

/** Takes exact runs of bytes from a stream, in order. */
export class StreamReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: ByteStream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The next bytes, as many as there is room for. Throws when there are fewer. */
  async fill(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const sizeBytes = bytes.byteLength;
    for (let filled = 0; filled < sizeBytes; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw wrongSize('fewer', sizeBytes);
      const run = this.#rest.subarray(0, sizeBytes - filled);
      bytes.set(run, filled);
      filled += run.length;
      this.#rest = this.#rest.subarray(run.length);
    }
    return bytes;
  }

  /** Throws unless the stream is at its end. */
  async end(sizeBytes: number): Promise<void> {
    while (this.#rest.length === 0) if (!(await this.#more())) return;
    throw wrongSize('more', sizeBytes);
  }

  /** Tells the stream that nobody will read on. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (!done) this.#rest = typeof value === 'string' ? Buffer.from(value) : value;
    return !done;
  }
}

const onDisk = async (stream: ByteStream, sizeBytes: number): Promise<Source> => {
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

const inMemory = async (reader: StreamReader, sizeBytes: number): Promise<Source> => {
  const bytes = await reader.fill(new Uint8Array(sizeBytes));
  await reader.end(sizeBytes);
  return bytesSource(bytes);
};

/**
 * Parts are megabytes, and garbage is collected late: the memory of what is sent is used for what
 * comes.
 */
const once = (reader: StreamReader, sizeBytes: number): Source => {
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

/**
 * A stream as a source. What must be hashed before it is sent is kept first: in memory, or in a
 * temporary file that `close` removes.
 */
export const streamSource = async (
  stream: ByteStream,
  sizeBytes: number,
  replayableUpToBytes: number,
): Promise<Source> => {
  if (sizeBytes <= inMemoryBytes) return inMemory(new StreamReader(stream), sizeBytes);
  return sizeBytes <= replayableUpToBytes
    ? onDisk(stream, sizeBytes)
    : once(new StreamReader(stream), sizeBytes);
};
