import type { ObjectFacts } from '../ports.ts';
import type { Proof } from './order.ts';

/** What the checksums that storage keeps can say; `unknown` means both objects must be read. */
export type ChecksumVerdict = { equal: true; proof: Proof } | { equal: false } | 'unknown';

/** Full-object checksum against full-object checksum. ETags are never evidence. */
export const compareChecksums = (source: ObjectFacts, copy: ObjectFacts, announcedSha256: string): ChecksumVerdict => {
  if (source.sha256 && copy.sha256) {
    return source.sha256 === copy.sha256 && copy.sha256 === announcedSha256 ? { equal: true, proof: 'sha256' } : { equal: false };
  }
  if (source.crc64nvme && copy.crc64nvme)
    return source.crc64nvme === copy.crc64nvme ? { equal: true, proof: 'crc64nvme' } : { equal: false };
  return 'unknown';
};
