import { expectThat } from '../check.ts';
import type { DeployedStage } from './deployed-stage.ts';

/**
 * Calls a function of the stacks Service or Operators by its path there (`Handlers/operators`),
 * with the rights it has itself; returns what it answered.
 */
export const invokeFunction = async <Answer>(
  { operator, resources }: DeployedStage,
  path: string,
  event: object,
): Promise<Answer> => {
  const logicalId = new RegExp(`^${path.replace(/[^A-Za-z0-9]/g, '')}Function[0-9A-F]{8}$`);
  const found = resources.find(
    (resource) => resource.type === 'AWS::Lambda::Function' && logicalId.test(resource.logicalId),
  );
  expectThat(found, `no stack has a function ${path}`);
  const url = `/2015-03-31/functions/${found.physicalId}/invocations`;
  const headers = { 'content-type': 'application/json' };
  return JSON.parse(
    await operator.call({ service: 'lambda', path: url, headers, body: JSON.stringify(event) }),
  ) as Answer;
};
