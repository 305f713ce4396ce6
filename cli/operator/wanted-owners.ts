import { Manifest } from '../../adapters/bulk/sources/manifest.ts';
import type { ManifestEntry } from '../../core/bulk/model/manifest.ts';
import { inGroups } from '../../core/shared/in-groups.ts';
import type { OperatorApi } from './operator-api.ts';

/** One upload and whose it is to become. */
export type WantedOwner = { uploadId: string; ownerId: string; partnerId?: string };

/** A line of the file that names no upload, and why. */
export type Unclear = { named: string; reason: string };

type Page = { uploads: { uploadId: string; ownerId: string }[]; cursor?: string };

/** Fields of `GET /uploads` that narrow what is handed over. */
export type Narrowing = Readonly<Record<string, string>>;

const pageOf = (api: OperatorApi, query: Narrowing): Promise<Page> =>
  api.get(`/uploads?${new URLSearchParams({ ...query, limit: '100' })}`);

/** Every upload of the query; all of them are found before the first one changes. */
export const uploadsOf = async (api: OperatorApi, query: Narrowing): Promise<string[]> => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(api, { ...query, ...(cursor !== undefined && { cursor }) });
    found.push(...page.uploads.map(({ uploadId }) => uploadId));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
};

const isUploadId = (text: string): boolean => /^upl_[0-9a-f]{32}$/.test(text);

const uploadAt = async (
  api: OperatorApi,
  path: string,
  narrowing: Narrowing,
): Promise<string | Unclear> => {
  if (isUploadId(path)) return path;
  const { uploads } = await pageOf(api, { ...narrowing, legacyPath: path });
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

const wantedBy = async (
  api: OperatorApi,
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

/** The lines of a file with the columns `path` (or an upload's id there), `owner`, `partner`. */
export async function* pairsOf(
  api: OperatorApi,
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
