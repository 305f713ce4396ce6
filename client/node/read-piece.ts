import { open } from 'node:fs/promises';
import type { Piece } from '../platform.ts';

/** Every part that is sent and the hash thread hold one such buffer. Larger ones are not faster. */
const chunkBytes = 256 * 1024;

/** A piece in chunks. Reading the next chunk reuses the memory of the last. */
export const readPiece = (piece: Piece): AsyncIterable<Uint8Array> => {
  if ('path' in piece) return readFile(piece.path, piece.start, piece.sizeBytes);
  return 'byteLength' in piece ? readBytes(piece) : piece.stream();
};

async function* readFile(
  path: string,
  start: number,
  sizeBytes: number,
): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, sizeBytes));
    for (let at = 0; at < sizeBytes; ) {
      const { bytesRead } = await file.read(
        buffer,
        0,
        Math.min(buffer.length, sizeBytes - at),
        start + at,
      );
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was read.`);
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

async function* readBytes(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += chunkBytes)
    yield bytes.subarray(at, at + chunkBytes);
}
