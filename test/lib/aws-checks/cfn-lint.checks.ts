import { describe, expect, it } from '@jest/globals';
import { findingsIn } from './cfn-lint.ts';
import { pythonTool } from './python-tools.ts';
import { templateFiles, temporaryFile } from './template-files.ts';

const lint = pythonTool('cfn-lint');

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
    const bad = { Type: 'AWS::S3::Bucket', Properties: { NoSuchProperty: 1 } };
    expect(findingsIn(lint, [temporaryFile('bad.json', { Resources: { bad } })])).toHaveLength(1);
  });
});
