import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, hashOfSources } from '../../lib/shared/bundle/bundle-cache.ts';
import { projectFolder } from '../../tools/local/project-folder.ts';

const sources = [
  '{adapters,cli,client,core}/**/*.ts',
  'tools/local/{build-cli.ts,cli-package/*}',
  'package-lock.json',
  'package.json',
];

/** Another process may have built it meanwhile. */
const keep = (draft: string, kept: string): void => {
  try {
    renameSync(draft, kept);
  } catch {
    rmSync(draft, { recursive: true });
  }
};

const build = (kept: string): void => {
  for (const older of globSync('cli-*', { cwd: cacheFolder() }))
    if (!older.startsWith(path.basename(kept)))
      rmSync(path.join(cacheFolder(), older), { recursive: true, force: true });
  const draft = `${kept}-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const script = path.join(projectFolder, 'tools/local/build-cli.ts');
  execFileSync(process.execPath, ['--no-warnings', script, draft]);
  keep(draft, kept);
};

/**
 * The entry of the command line as its package has it. It starts in half of the sources' time. The
 * same sources are built once.
 */
export const builtKeepsake = (): string => {
  const kept = path.join(cacheFolder(), `cli-${hashOfSources(sources).slice(0, 32)}`);
  if (!existsSync(kept)) build(kept);
  return path.join(kept, 'dist/main.mjs');
};
