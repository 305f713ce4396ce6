import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { everythingConfig } from '../every-stack.ts';
import { templatesOf } from '../synthesize.ts';
import { cfnLint, findingsIn } from './cfn-lint.ts';

const lint = cfnLint();
const folder = mkdtempSync(join(tmpdir(), 'keepsake-cfn-lint-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const configOf = (stage: string): Config =>
  stage === 'everything' ? everythingConfig : defaultConfig(stage);

const templateFiles = (stage: string): string[] => {
  return Object.entries(templatesOf(configOf(stage))).map(([name, template]) => {
    const file = join(folder, `${stage}-${name}.json`);
    writeFileSync(file, JSON.stringify(template.toJSON()));
    return file;
  });
};

if (lint === undefined) {
  process.stderr.write(
    '\n*** cfn-lint was NOT run: python3 with venv, or the Python registry, is missing here. CI must have both. ***\n\n',
  );
}

describe('cfn-lint', () => {
  it.each(['prod', 'dev', 'everything'])(
    'has nothing to say about the templates of %s',
    (stage) => {
      if (lint === undefined) return;
      expect(findingsIn(lint, templateFiles(stage))).toEqual([]);
    },
  );

  it('would say something about a template that is wrong', () => {
    if (lint === undefined) return;
    const [file = ''] = templateFiles('dev');
    writeFileSync(
      file,
      JSON.stringify({
        Resources: { Bad: { Type: 'AWS::S3::Bucket', Properties: { NoSuchProperty: 1 } } },
      }),
    );
    expect(findingsIn(lint, [file])).toHaveLength(1);
  });
});
