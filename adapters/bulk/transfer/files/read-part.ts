import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { OpenSource } from './open-source.ts';

/** Digests of a part, computed while it is read. */
export type PartDigests = { sizeBytes: number; crc32: number; sha256?: Buffer; md5?: string };

/**
 * Which ones beside the CRC-32: a SHA-256 for the signature, an MD5 where nothing else tells
 * whether the stored part is the same.
 */
export type Wanted = { sha256: boolean; md5: boolean };

/** Stays in the processor's cache between reading and hashing. */
export const pieceBytes = 262_144;

/** The sockets of this thread want their turn: 2 MiB are a millisecond or two. */
export const piecesPerTurn = 8;

/**
 * Reads up to `limit` bytes from `position`, every byte once, into `target` (its end is reused when
 * it is shorter), and hashes along.
 */
export async function readPart(
  source: OpenSource,
  range: { position: number; limit: number },
  target: Buffer,
  whole: Hash | undefined,
  wanted: Wanted,
): Promise<PartDigests> {
  const sha256 = wanted.sha256 ? createHash('sha256') : undefined;
  const md5 = wanted.md5 ? createHash('md5') : undefined;
  let sizeBytes = 0;
  let crc = 0;
  for (let pieces = 1; sizeBytes < range.limit; pieces += 1) {
    const length = Math.min(pieceBytes, range.limit - sizeBytes);
    const at = sizeBytes + length <= target.length ? sizeBytes : 0;
    const read = source.read(target.subarray(at, at + length), range.position + sizeBytes);
    const bytes = typeof read === 'number' ? read : await read;
    const piece = target.subarray(at, at + bytes);
    whole?.update(piece);
    sha256?.update(piece);
    md5?.update(piece);
    crc = crc32(piece, crc);
    sizeBytes += bytes;
    if (bytes < length) break;
    if (pieces % piecesPerTurn === 0) await setImmediate();
  }
  return {
    sizeBytes,
    crc32: crc,
    ...(sha256 && { sha256: sha256.digest() }),
    ...(md5 && { md5: md5.digest('hex') }),
  };
}

/** Loaded for the first part, because small files have none and it takes 10 ms. */
const crc32 = (bytes: Uint8Array, before: number): number =>
  process.getBuiltinModule('node:zlib').crc32(bytes, before);
