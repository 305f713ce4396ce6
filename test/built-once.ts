import { existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, hashOfSources } from '../lib/shared/bundle/bundle-cache.ts';

/** Another process may have built it meanwhile. */
const keep = (draft: string, kept: string): void => {
  try {
    renameSync(draft, kept);
  } catch {
    rmSync(draft, { recursive: true });
  }
};

const removeOlder = (name: string, kept: string): void => {
  for (const older of globSync(`${name}-*`, { cwd: cacheFolder() }))
    if (!older.startsWith(path.basename(kept)))
      rmSync(path.join(cacheFolder(), older), { recursive: true, force: true });
};

/**
 * The folder that `build` filled. The same sources, named by patterns from the root, are built
 * once.
 */
export const builtOnce = (
  name: string,
  sources: readonly string[],
  build: (folder: string) => void,
): string => {
  const kept = path.join(cacheFolder(), `${name}-${hashOfSources(sources).slice(0, 32)}`);
  if (existsSync(kept)) return kept;
  removeOlder(name, kept);
  const draft = `${kept}-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  build(draft);
  keep(draft, kept);
  return kept;
};
