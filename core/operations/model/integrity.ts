import { createHash } from 'node:crypto';
import type { ObjectFacts } from '../../storage/ports.ts';
import type { Upload } from '../../uploads/model/upload.ts';

/**
 * `missing`: storage has no such version. `hidden`: a newer version or a delete marker is served in
 * its place. `changed`: its bytes are not those on record.
 */
export const damageKinds = ['missing', 'hidden', 'changed'] as const;

export type Damage = { kind: (typeof damageKinds)[number]; why: string };

/** Counts of files; `unprovenBytes` and `readBytes` are bytes. */
export const integrityCounts = [
  'files',
  'intact',
  'unproven',
  'unprovenBytes',
  'unknown',
  'readBytes',
  ...damageKinds,
] as const;

export type IntegrityReport = Record<(typeof integrityCounts)[number], number>;

/** Nothing looked at so far. */
export const noFiles: Readonly<IntegrityReport> = {
  files: 0,
  intact: 0,
  unproven: 0,
  unprovenBytes: 0,
  unknown: 0,
  readBytes: 0,
  missing: 0,
  hidden: 0,
  changed: 0,
};

/** `unproven`: storage keeps no SHA-256 of the file. `unknown`: the registry has none. */
export type Judgement = 'intact' | 'unproven' | 'unknown' | Damage;

/** The version that the registry names, and the one that is served now. */
export type Stored = { named: ObjectFacts | undefined; current: ObjectFacts | undefined };

type Registered = Pick<Upload, 'sha256' | 'sizeBytes' | 'versionId'>;

export const missing = ({ versionId }: Registered): Damage => ({
  kind: 'missing',
  why: versionId === undefined ? 'storage has no such file' : `storage has no version ${versionId}`,
});

/** Compares the bytes that were read, or that storage vouches for, with the registry. */
export const judgeSha256 = (sha256: string, { sha256: expected }: Registered): Judgement => {
  if (expected === undefined) return 'unknown';
  return sha256 === expected
    ? 'intact'
    : { kind: 'changed', why: `its SHA-256 is ${sha256}, expected ${expected}` };
};

/** Judges a permanent file by what storage keeps on record of it. */
export const judgeStored = (upload: Registered, { named, current }: Stored): Judgement => {
  if (!named) return missing(upload);
  if (current?.versionId !== named.versionId) return hidden(current);
  if (named.sizeBytes !== upload.sizeBytes)
    return {
      kind: 'changed',
      why: `it has ${named.sizeBytes} bytes, expected ${upload.sizeBytes}`,
    };
  if (upload.sha256 === undefined) return 'unknown';
  return named.sha256 === undefined ? 'unproven' : judgeSha256(named.sha256, upload);
};

const hidden = (current: ObjectFacts | undefined): Damage => ({
  kind: 'hidden',
  why: current
    ? `version ${current.versionId} is served in its place`
    : 'a delete marker hides the file',
});

/** One of `of` equal parts of all files, counted from 1. */
export type Part = { part: number; of: number };

/** True if the file belongs to the part. A file always belongs to the same one. */
export const isInPart = (uploadId: string, { part, of }: Part): boolean =>
  createHash('sha256').update(uploadId).digest().readUInt32BE() % of === part - 1;
