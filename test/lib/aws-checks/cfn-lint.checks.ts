import { describe, expect, it } from '@jest/globals';
import { findingsIn } from './cfn-lint.ts';
import { pythonTool } from './python-tools.ts';
import { templateFolder } from './template-files.ts';

const lint = pythonTool('cfn-lint');
const templates = templateFolder();

describe('cfn-lint', () => {
  // One process for all of them: each start costs as much as a small stack.
  it('has nothing to say about the templates of any stage, and sees what is wrong', () => {
    if (lint === undefined) return;
    const bad = { Type: 'AWS::S3::Bucket', Properties: { NoSuchProperty: 1 } };
    const planted = templates.write('bad.json', { Resources: { bad } });
    const stages = ['prod', 'dev', 'everything'].flatMap(templates.writeStage);
    expect(findingsIn(lint, [...stages, planted])).toEqual([
      expect.stringMatching(new RegExp(`^${planted}:.*NoSuchProperty`)),
    ]);
  });
});
