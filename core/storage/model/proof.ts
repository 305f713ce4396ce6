import type { ObjectFacts } from '../ports.ts';

/** The verdict of the checksums that storage keeps. `unknown`: both objects must be read. */
export type ChecksumVerdict = { equal: true; proof: Proof } | { equal: false } | 'unknown';

/** Full-object checksum against full-object checksum. ETags are never evidence. */
export const compareChecksums = (
  source: ObjectFacts,
  copy: ObjectFacts,
  announcedSha256: string,
): ChecksumVerdict => {
  // The announced one was checked against the source's bytes when they arrived: a source without a
  // SHA-256 of its own needs no reading.
  if (copy.sha256) {
    const all = [source.sha256 ?? announcedSha256, copy.sha256, announcedSha256];
    return new Set(all).size === 1 ? { equal: true, proof: 'sha256' } : { equal: false };
  }
  if (source.crc64nvme && copy.crc64nvme)
    return source.crc64nvme === copy.crc64nvme
      ? { equal: true, proof: 'crc64nvme' }
      : { equal: false };
  return 'unknown';
};

/** How a copy was proven: by S3's full-object checksums, or by reading and hashing both. */
export const proofs = ['sha256', 'crc64nvme', 'streamed-sha256'] as const;

export type Proof = (typeof proofs)[number];
