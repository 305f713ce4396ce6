import { createHash } from 'node:crypto';
import type { Piece, Wanted } from '../platform.ts';
import { base64 } from '../upload/base64.ts';
import { Crc64Nvme } from '../upload/crc64nvme.ts';
import { readPiece } from './read-piece.ts';

/** Hashes pieces in order: SHA-256 of all of them together, CRC-64/NVME of each. */
export class FileHash {
  readonly #sha256 = createHash('sha256');

  /** Reads the next piece. Resolves with its CRC-64/NVME, base64, if that is wanted. */
  async add(piece: Piece, wanted: Wanted): Promise<string | undefined> {
    const crc = wanted.crc ? new Crc64Nvme() : undefined;
    for await (const chunk of readPiece(piece)) {
      if (wanted.sha256) this.#sha256.update(chunk);
      crc?.update(chunk);
    }
    return crc && base64(crc.digest());
  }

  /** SHA-256 of all pieces so far, base64. */
  digest(): string {
    return this.#sha256.digest('base64');
  }
}
