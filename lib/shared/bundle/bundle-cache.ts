import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of everything that is built once. */
export const cacheFolder = (root = project): string =>
  join(root, 'node_modules', '.cache', 'keepsake');

/** Everything a bundle is made of: our sources, the locked packages, and how they are bundled. */
const sources = ['{core,adapters,lambdas}/**/*.ts', 'lib/shared/bundle/*.ts', 'package-lock.json'];

/** SHA-256 of all sources' names and contents: a changed source is another key. */
export const hashOfSources = (sources: readonly string[], root = project): string => {
  const hash = createHash('sha256');
  for (const file of globSync([...sources], { cwd: root }).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
};

/**
 * Returns what `build` made of the same sources before, in this process or an earlier one. A build
 * takes seconds, and every process that synthesizes needs one: a test run has thirty of them.
 */
export const buildOnce = <Value>(build: () => Value, root = project): Value => {
  const file = join(cacheFolder(root), `bundles-${hashOfSources(sources, root)}.json`);
  const kept = readEntry<Value>(file);
  if (kept !== undefined) return kept;
  const built = build();
  writeEntry(file, built);
  return built;
};

const readEntry = <Value>(file: string): Value | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Value;
  } catch {
    // The entry is absent or unreadable, so the bundles are built again.
    return undefined;
  }
};

/**
 * Keeps one entry, because an entry takes 27 MB. Processes may build at once, so each writes its
 * own file, and the rename is atomic.
 */
const writeEntry = (file: string, value: unknown): void => {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  for (const other of globSync('bundles-*.json', { cwd: folder }))
    rmSync(join(folder, other), { force: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(value));
  renameSync(draft, file);
};
