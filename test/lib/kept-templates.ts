import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../lib/config-schema.ts';
import type { DeliveryKey } from '../../lib/delivery/delivery-keys.ts';

/** CloudFormation templates by stack, e.g. `service`. */
export type Templates = Record<string, { [key: string]: unknown }>;

/** A function's settings, as the file beside its code has them. */
export type ToldSettings = Record<string, unknown>;

/** Everything a stage is synthesized from; `options` as with `-c`. */
export type StageInput = {
  config: Config;
  deliveryKeys: readonly DeliveryKey[];
  options: Readonly<Record<string, string>>;
};

type Synthesized = { templates: Templates; settings: Record<string, ToldSettings> };

const root = fileURLToPath(new URL('../../', import.meta.url));

const sources = [
  '{adapters,core,lambdas,lib}/**/*.ts',
  'cdk.json',
  'package-lock.json',
  'test/lib/{synthesize-stage,test-keys,built-console}.ts',
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

const synthesize = (input: string): string =>
  execFileSync(process.execPath, [join(root, 'test/lib/synthesize-stage.ts')], {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CDK_VALIDATION: 'false' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });

/** Keeps the newest sources' templates alone. Renamed into place: other test files read it. */
const keep = (file: string, text: string): void => {
  for (const other of globSync('templates-*', { cwd: cache }))
    if (join(cache, other) !== folder) rmSync(join(cache, other), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
};

/**
 * The templates of a stage, without CDK's own rules, and the settings of its functions. The same
 * code and configuration synthesize once.
 */
export const keptStage = (stage: StageInput): Synthesized => {
  const input = JSON.stringify(stage);
  const file = join(folder, `${createHash('sha256').update(input).digest('hex')}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The first request for this stage.
    const text = synthesize(input);
    keep(file, text);
    return JSON.parse(text);
  }
};
