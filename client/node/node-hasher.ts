import { createHash } from 'node:crypto';
import { base64 } from '../base64.ts';
import { Crc64Nvme } from '../crc64nvme.ts';
import type { Hasher, Source } from '../platform.ts';
import { readPiece } from './read-piece.ts';

/** Hashes with Node's own SHA-256. */
export const nodeHasher = (): Hasher => {
  const hash = createHash('sha256');
  return {
    add: async (piece, options) => {
      const crc = options.crc ? new Crc64Nvme() : undefined;
      for await (const chunk of readPiece(piece)) {
        hash.update(chunk);
        crc?.update(chunk);
      }
      return crc && base64(crc.digest());
    },
    sha256: async () => hash.digest('base64'),
    close: () => undefined,
  };
};

/** SHA-256 of a whole file, a bit at a time. */
export const nodeSha256 = async (source: Source): Promise<string> => {
  const hasher = nodeHasher();
  await hasher.add(await source.piece(0, source.sizeBytes), { crc: false });
  return hasher.sha256();
};
