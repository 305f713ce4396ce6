import { Manifest } from '../../adapters/bulk/sources/manifest/manifest.ts';
import {
  everyEntry,
  type OperatorClient,
  type UploadListQuery,
} from '../../client/operator/operator.ts';
import type { ManifestEntry } from '../../core/bulk/model/manifest.ts';
import { inGroups } from '../../core/shared/in-groups.ts';

/** One upload and whose it is to become. */
export type WantedOwner = { uploadId: string; ownerId: string; partnerId?: string };

/** A line of the file that names no upload, and why. */
export type Unclear = { named: string; reason: string };

/** Fields of `GET /uploads` that narrow the uploads to hand over. */
export type Narrowing = Pick<UploadListQuery, 'ownerId' | 'category'>;

const limit = 100;

/** Every upload of the query; all of them are found before the first one changes. */
export const uploadsOf = async (api: OperatorClient, query: Narrowing): Promise<string[]> => {
  const found: string[] = [];
  for await (const { uploadId } of everyEntry('uploads', api.uploads.list, { ...query, limit }))
    found.push(uploadId);
  return found;
};

/** The lines of a file with the columns `path` (or an upload's id there), `owner`, `partner`. */
export async function* pairsOf(
  api: OperatorClient,
  file: string,
  narrowing: Narrowing,
): AsyncGenerator<(WantedOwner | Unclear)[]> {
  const manifest = new Manifest(file);
  try {
    for await (const entries of inGroups(manifest.entries(), 20))
      yield await Promise.all(entries.map((entry) => wantedBy(api, entry, narrowing)));
  } finally {
    await manifest.close();
  }
}

const wantedBy = async (
  api: OperatorClient,
  { path, owner, partner }: ManifestEntry,
  narrowing: Narrowing,
): Promise<WantedOwner | Unclear> => {
  if (owner === undefined) return { named: path, reason: 'The line names no owner.' };
  const found = await uploadAt(api, path, narrowing);
  if (typeof found !== 'string') return found;
  return {
    uploadId: found,
    ownerId: owner,
    ...(partner !== undefined && { partnerId: partner }),
  };
};

const uploadAt = async (
  api: OperatorClient,
  path: string,
  narrowing: Narrowing,
): Promise<string | Unclear> => {
  if (isUploadId(path)) return path;
  const page = await api.uploads.list({ ...narrowing, legacyPath: path, limit });
  const { uploads, unreadable = [] } = page;
  if (unreadable.length > 0)
    return { named: path, reason: `The record of ${unreadable.join(', ')} cannot be read.` };
  const [first, ...others] = uploads;
  if (!first) return { named: path, reason: 'No upload came from this path.' };
  return others.length === 0
    ? first.uploadId
    : {
        named: path,
        reason:
          `${uploads.length} uploads came from this path. ` +
          'Narrow it with --category or --owned-by, or name their ids.',
      };
};

const isUploadId = (text: string): boolean => /^upl_[0-9a-f]{32}$/.test(text);
