import { describe, expect, it } from '@jest/globals';
import { findingsIn } from './cfn-lint.ts';
import { pythonTool } from './python-tools.ts';
import { templateFiles, temporaryFile } from './template-files.ts';

const lint = pythonTool('cfn-lint');

describe('cfn-lint', () => {
  // One process for all of them: each start costs as much as a small stack.
  it('has nothing to say about the templates of any stage, and sees what is wrong', () => {
    if (lint === undefined) return;
    const bad = { Type: 'AWS::S3::Bucket', Properties: { NoSuchProperty: 1 } };
    const planted = temporaryFile('bad.json', { Resources: { bad } });
    const stages = ['prod', 'dev', 'everything'].flatMap(templateFiles);
    expect(findingsIn(lint, [...stages, planted])).toEqual([
      expect.stringMatching(new RegExp(`^${planted}:.*NoSuchProperty`)),
    ]);
  });
});
