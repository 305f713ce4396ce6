import { describe, expect, it } from '@jest/globals';
import { pipe } from '../../python/venv.ts';
import { everyStack } from '../every-stack.ts';
import { every, type Json, textOf } from '../limits/measured.ts';
import { pythonTool } from './python-tools.ts';

const program = pythonTool('parliament');
const stacks = everyStack();

type Statement = Json;

/** The statements of every role, as IAM reads them but for their resources. */
const statements: Statement[] = [
  ...every(stacks, 'AWS::IAM::Role').flatMap(({ properties: { Policies = [] } }) =>
    Policies.flatMap(({ PolicyDocument }: Json) => PolicyDocument.Statement),
  ),
  ...every(stacks, 'AWS::IAM::Policy').flatMap(
    ({ properties: { PolicyDocument } }) => PolicyDocument.Statement,
  ),
].map((statement) => ({ ...statement, Resource: '*' }));

/** Findings of parliament that say nothing true of us, and why. */
const answered: Readonly<Record<string, string>> = {
  RESOURCE_STAR: 'resources are left out here: test/lib/roles lists each of them',
  RESOURCE_MISMATCH: 'likewise',
};

const findingsIn = (tool: string, Statement: Statement[]): string[] => {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { stdout, stderr, status } = pipe(policy, tool, '--json');
  if (status === null || status > 1) throw new Error(`parliament did not run: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Json => JSON.parse(line))
    .filter(({ issue }) => !(issue in answered))
    .map(({ issue, detail }) => `${issue}: ${textOf(detail)}`);
};

describe('parliament', () => {
  it('has nothing to say about the policies of any role', () => {
    if (program === undefined) return;
    expect(statements.length).toBeGreaterThan(100);
    expect(findingsIn(program, statements)).toEqual([]);
  });

  it('would say something about an action that does not exist', () => {
    if (program === undefined) return;
    const bad = { Effect: 'Allow', Action: ['s3:GetObjekt'], Resource: '*' };
    expect(findingsIn(program, [bad])).toHaveLength(1);
  });
});
