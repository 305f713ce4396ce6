import { readXml, textOf } from '../../../adapters/aws/xml.ts';
import { temporaryPrefix } from '../../../core/contract.ts';
import { type Check, expectEqual, expectThat } from '../check.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { query } from '../stage/operator.ts';

/** A function's rights, and rights that it must not have, by action and resource. */
type Rights = {
  may: readonly (readonly [string, string])[];
  mayNot: readonly (readonly [string, string])[];
};

const rightsIn = ({
  uploadsBucket,
  filesBucket,
  ordersTable,
  operator,
  account,
  orderStateMachineArn,
}: DeployedStage) => {
  const partition = orderStateMachineArn.split(':')[1];
  const temporary = `arn:${partition}:s3:::${uploadsBucket}/${temporaryPrefix}any`;
  const elsewhere = `arn:${partition}:s3:::${uploadsBucket}/elsewhere/any`;
  const permanent = `arn:${partition}:s3:::${filesBucket}/any`;
  const orders = `arn:${partition}:dynamodb:${operator.region}:${account}:table/${ordersTable}`;
  return { temporary, elsewhere, permanent, orders };
};

const rightsByFunction = (stage: DeployedStage): Record<string, Rights> => {
  const { temporary, elsewhere, permanent, orders } = rightsIn(stage);
  return {
    'Handlers/presign': {
      may: [['s3:PutObject', temporary]],
      mayNot: [
        ['s3:PutObject', elsewhere],
        ['s3:PutObject', permanent],
        ['s3:GetObject', temporary],
      ],
    },
    'Handlers/orders': {
      may: [['dynamodb:Query', orders]],
      mayNot: [
        ['dynamodb:DeleteItem', orders],
        ['s3:GetObject', permanent],
        ['s3:DeleteObjectVersion', permanent],
      ],
    },
    'Steps/copy-files': {
      may: [
        ['s3:GetObjectVersion', temporary],
        ['s3:PutObject', permanent],
      ],
      mayNot: [
        ['s3:DeleteObjectVersion', permanent],
        ['s3:DeleteObject', temporary],
        ['s3:PutObject', temporary],
      ],
    },
    'Steps/verify-files': {
      may: [
        ['s3:GetObjectVersion', temporary],
        ['s3:GetObjectVersion', permanent],
      ],
      mayNot: [
        ['s3:PutObject', permanent],
        ['s3:DeleteObjectVersion', permanent],
      ],
    },
    'Steps/remove-copies': {
      may: [['s3:DeleteObjectVersion', permanent]],
      mayNot: [
        ['s3:DeleteObjectVersion', temporary],
        ['s3:PutObject', permanent],
      ],
    },
  };
};

const roleArn = (
  { resources, account, orderStateMachineArn }: DeployedStage,
  path: string,
): string => {
  // How CDK makes a logical id of a path: letters and digits, and a hash.
  const logicalId = new RegExp(`^${path.replace(/[^A-Za-z0-9]/g, '')}Role[0-9A-F]{8}$`);
  const role = resources.find(
    (resource) => resource.type === 'AWS::IAM::Role' && logicalId.test(resource.logicalId),
  );
  expectThat(role, `the Service stack has no role of ${path}`);
  return `arn:${orderStateMachineArn.split(':')[1]}:iam::${account}:role/${role.physicalId}`;
};

const expectDecision = async (
  { operator }: DeployedStage,
  role: string,
  [action, resource]: readonly [string, string],
  may: boolean,
) => {
  const xml = await query(operator, 'iam', {
    Action: 'SimulatePrincipalPolicy',
    Version: '2010-05-08',
    PolicySourceArn: role,
    'ActionNames.member.1': action,
    'ResourceArns.member.1': resource,
  });
  const decision = textOf(readXml(xml), 'EvalDecision');
  expectEqual(`${action} on ${resource} for ${role}`, decision === 'allowed', may);
};

/**
 * IAM's own opinion of the deployed roles; the templates' statements are asserted one by one in
 * test/lib/roles.stage.test.ts.
 */
export const leastPrivilegeCheck: Check = {
  name: 'each function may do its own step and no other',
  remedy:
    'somebody attached a policy, or a boundary takes one away: compare the role with ' +
    'test/lib/roles.stage.test.ts',
  async run(stage) {
    const functions = Object.entries(rightsByFunction(stage));
    for (const [path, { may, mayNot }] of functions) {
      const role = roleArn(stage, path);
      for (const right of may) await expectDecision(stage, role, right, true);
      for (const right of mayNot) await expectDecision(stage, role, right, false);
    }
    return `${functions.map(([path]) => path.split('/')[1]).join(', ')}, by IAM’s simulator`;
  },
};
