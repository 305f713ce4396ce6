import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { frontDoorConfig } from '../every-stack.ts';
import { templatesOf } from '../synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepsake-aws-checks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file that goes when the tests end; answers its path. */
export const temporaryFile = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};

/** A stage by its name; `everything` uses all it may. */
const configOf = (stage: string) =>
  stage === 'everything' ? frontDoorConfig : defaultConfig(stage);

/** Its templates, each in a file named `<stage>-<stack>.json`. */
export const templateFiles = (stage: string): string[] =>
  Object.entries(templatesOf(configOf(stage))).map(([name, template]) =>
    temporaryFile(`${stage}-${name}.json`, template.toJSON()),
  );
