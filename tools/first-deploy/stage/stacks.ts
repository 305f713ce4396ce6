import { FirstDeployProblem } from '../first-deploy-problem.ts';
import { type Operator, query } from './operator.ts';
import { textsOf } from './xml.ts';

/** One resource of a stack by what CDK calls it and what AWS calls it. */
export type Resource = { type: string; logicalId: string; physicalId: string };

const version = '2010-05-15';

/**
 * What CloudFormation says about a stack; throws `FirstDeployProblem` when it is not deployed here.
 */
export const describeStack = async (operator: Operator, name: string): Promise<string> => {
  try {
    return await query(operator, 'cloudformation', {
      Action: 'DescribeStacks',
      Version: version,
      StackName: name,
    });
  } catch (cause) {
    if (!`${(cause as Error).cause ?? cause}`.includes('does not exist')) throw cause;
    const where = operator.endpoint ?? operator.region;
    const stage = name.split('-')[1];
    throw new FirstDeployProblem(
      `There is no stack ${name} at ${where}. Deploy it (npx cdk deploy --all -c ` +
        `stage=${stage}), or name another stage or region.`,
      { cause },
    );
  }
};

/** A stack's outputs by name. */
export const stackOutputs = async (
  operator: Operator,
  name: string,
): Promise<Record<string, string>> => {
  const xml = await describeStack(operator, name);
  const values = textsOf(xml, 'OutputValue');
  return Object.fromEntries(
    textsOf(xml, 'OutputKey').map((key, index) => [key, values[index] ?? '']),
  );
};

const resourcesIn = (xml: string): Resource[] =>
  xml.split('<member>').flatMap((member) => {
    const [type] = textsOf(member, 'ResourceType');
    const [logicalId = ''] = textsOf(member, 'LogicalResourceId');
    const [physicalId = ''] = textsOf(member, 'PhysicalResourceId');
    return type ? [{ type, logicalId, physicalId }] : [];
  });

/** Every resource of a stack, a hundred a page. */
export const stackResources = async (operator: Operator, name: string): Promise<Resource[]> => {
  const found: Resource[] = [];
  const request = { Action: 'ListStackResources', Version: version, StackName: name };
  for (let next: string | undefined = ''; next !== undefined; ) {
    const xml: string = await query(operator, 'cloudformation', {
      ...request,
      ...(next && { NextToken: next }),
    });
    found.push(...resourcesIn(xml));
    next = textsOf(xml, 'NextToken')[0];
  }
  return found;
};
