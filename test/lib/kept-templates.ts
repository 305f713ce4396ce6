import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StageInput, type Synthesized, synthesizeStage } from './synthesize-stage.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const sources = [
  '{adapters,core,lambdas,lib}/**/*.ts',
  'cdk.json',
  'package-lock.json',
  'test/lib/{synthesize-stage,test-keys,built-console,shared/name-for-code}.ts',
];

/** SHA-256 over everything a template is made of, so that what is kept is never stale. */
const sourcesHash = (): string => {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
};

const cache = join(root, 'node_modules', '.cache', 'keepsake');
const folder = join(cache, `templates-${sourcesHash()}`);

/** Keeps the newest sources' templates alone. Renamed into place: other test files read it. */
const keep = (file: string, text: string): void => {
  for (const other of globSync('templates-*', { cwd: cache }))
    if (join(cache, other) !== folder) rmSync(join(cache, other), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
};

/**
 * The templates of a stage, whose rules are not looked at here, and the settings of its functions.
 * The same code and configuration synthesize once.
 */
export const keptStage = (stage: StageInput): Synthesized => {
  const name = createHash('sha256').update(JSON.stringify(stage)).digest('hex');
  const file = join(folder, `${name}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The first request for this stage.
    const synthesized = synthesizeStage(stage);
    keep(file, JSON.stringify(synthesized));
    return synthesized;
  }
};
