import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../../../../../adapters/bulk/sources/manifest/manifest.ts';
import type { ManifestLimits } from '../../../../../adapters/bulk/sources/manifest/manifest-lines.ts';
import type { ManifestEntry } from '../../../../../core/bulk/model/manifest.ts';

/** A manifest's text, and where it is put to be read. */
export type ManifestText = {
  folder: string;
  kind: 'csv' | 'jsonl';
  content: string | Uint8Array;
};

export const entriesOf = async (manifest: Manifest): Promise<ManifestEntry[]> => {
  const found: ManifestEntry[] = [];
  try {
    for await (const entry of manifest.entries()) found.push(entry);
    return found;
  } finally {
    await manifest.close();
  }
};

export const readManifest = (
  { folder, kind, content }: ManifestText,
  limits: Partial<ManifestLimits> = {},
): Promise<ManifestEntry[]> => {
  const file = join(folder, `files.${kind}`);
  writeFileSync(file, content);
  return entriesOf(new Manifest(file, limits));
};
