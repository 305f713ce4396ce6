import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { frontDoorConfig } from '../every-stack.ts';
import { templatesOf } from '../synthesize.ts';

/** A folder of one checker's files, which goes when the tests end. */
export const templateFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-aws-checks-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, content: unknown): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  return {
    folder,
    /** Writes a template; answers its path. */
    write,
    /** The templates of a stage, each in a file named `<stage>-<stack>.json`; answers their paths. */
    writeStage: (stage: string): string[] =>
      Object.entries(templatesOf(configOf(stage))).map(([name, template]) =>
        write(`${stage}-${name}.json`, template.toJSON()),
      ),
  };
};

/** A stage by its name; `everything` uses all it may. */
const configOf = (stage: string) =>
  stage === 'everything' ? frontDoorConfig : defaultConfig(stage);
