import type { Verdict } from '../../../core/scans/model/scan.ts';
import type { PinnedRef } from '../../../core/uploads/ports.ts';
import type { MemoryObjects } from '../storage/memory-objects.ts';

/**
 * The file that every scanner takes for infected (eicar.org). Put together here, so that no scanner
 * takes this repository for infected.
 */
export const eicar = [
  'X5O!P%@AP[4',
  '\\PZX54(P^)7CC)7}$',
  'EICAR-STANDARD-ANTIVIRUS',
  '-TEST-FILE!',
  '$H+H*',
].join('');

/** Finds EICAR's file in what is stored, as a scanner would. */
export class MemoryScanner {
  readonly #objects: MemoryObjects;

  constructor(objects: MemoryObjects) {
    this.#objects = objects;
  }

  scan({ bucket, key, versionId }: PinnedRef): Verdict {
    const place = { bucket, key, versionId, scanner: 'memory' };
    const bytes = this.#objects.bytesOf({ bucket, key, versionId });
    if (!bytes) return { ...place, result: 'unscannable', reason: 'it is gone' };
    return Buffer.from(bytes).includes(eicar)
      ? { ...place, result: 'infected', reason: 'Eicar-Test-Signature' }
      : { ...place, result: 'clean' };
  }
}
