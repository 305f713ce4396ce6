import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Workload } from './data.ts';
import { sumsOf } from './data.ts';

/** Bodies that arrived, by path and part number: `/bucket/p/000001.bin#000002`. */
export type Pieces = Record<string, { bytes: number; sha256: string }>;

/** Throws unless the pieces, one after the other, are the files. */
export function proveAll(workload: Workload, pieces: Pieces): void {
  const byFile = new Map<string, Pieces[string][]>();
  for (const key of Object.keys(pieces).sort()) {
    const name = key.slice(key.lastIndexOf('/') + 1, key.indexOf('#'));
    const piece = pieces[key];
    if (piece) byFile.set(name, [...(byFile.get(name) ?? []), piece]);
  }
  for (const [name, sum] of sumsOf(workload)) {
    const found = byFile.get(name) ?? [];
    const [only] = found;
    const same =
      found.length === 1
        ? only?.sha256 === sum
        : isWhole(join(workload.folder, name), workload.fileBytes, found);
    if (!same) throw new Error(`${name} arrived with other bytes`);
  }
}

function isWhole(file: string, fileBytes: number, pieces: readonly Pieces[string][]): boolean {
  const fd = openSync(file, 'r');
  try {
    let position = 0;
    for (const { bytes, sha256 } of pieces) {
      const buffer = Buffer.allocUnsafe(bytes);
      if (readSync(fd, buffer, 0, bytes, position) !== bytes) return false;
      if (createHash('sha256').update(buffer).digest('hex') !== sha256) return false;
      position += bytes;
    }
    return position === fileBytes;
  } finally {
    closeSync(fd);
  }
}
