import { TransientFault } from '../errors.ts';
import { inGroups } from '../shared/in-groups.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import type { Upload } from '../uploads/model/upload.ts';
import {
  type CompareDeps,
  compareFile,
  countFile,
  groupSize,
  type LookedAt,
  type Reading,
} from './check-integrity.ts';
import type { Finding, IntegrityRun } from './model/integrity-run.ts';

/** Bytes that a step reads at most: two and a half minutes at 70 MB a second. */
export const mostReadBytes = 10e9;

/** True for a file that a step reads, if it reads at all; larger ones fit into no step. */
export const isReadable = ({ sizeBytes }: Upload): boolean => sizeBytes <= mostReadBytes;

type Unreadable = Finding & { kind: 'unreadable' };

/** The finding of a record that cannot be read, which does not say where its file is. */
export const ofRecord = ({ id, fields }: UnreadableRecord): Unreadable => ({
  kind: 'unreadable',
  key: id,
  uploadId: id,
  why: `Its record cannot be read (${fields.join(', ')}).`,
});

/** Compares files with their records, some at a time. Throws `TransientFault`. */
export const compareAll = async (
  deps: CompareDeps,
  uploads: readonly Upload[],
  read: Reading | undefined,
): Promise<(LookedAt | Unreadable)[]> => {
  const looked: (LookedAt | Unreadable)[] = [];
  for await (const group of inGroups(uploads, groupSize)) {
    const together = await Promise.all(group.map((upload) => compare(deps, upload, read)));
    looked.push(...together.filter((one) => one !== undefined));
  }
  return looked;
};

/** A file that refuses to be looked at must not stop the run; an outage must. */
const compare = async (
  deps: CompareDeps,
  upload: Upload,
  read: Reading | undefined,
): Promise<LookedAt | undefined | Unreadable> => {
  try {
    return await compareFile(deps, upload, isReadable(upload) ? read : undefined);
  } catch (error) {
    if (error instanceof TransientFault) throw error;
    const { uploadId, ownerId, key, versionId } = upload;
    const why = error instanceof Error ? error.message : `${error}`;
    return { kind: 'unreadable', uploadId, ownerId, key, versionId, why };
  }
};

/** Counts a file that was looked at; returns its finding, if any. */
export const countLooked = (
  counts: IntegrityRun['counts'],
  one: LookedAt | Unreadable,
): Finding[] => {
  if ('judged' in one) {
    const damaged = countFile(counts, one);
    return damaged ? [damaged] : [];
  }
  counts.files++;
  counts[one.kind]++;
  return [one];
};
