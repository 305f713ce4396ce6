import permissions from './handler-permissions.json' with { type: 'json' };

/** A statement of an IAM policy. */
export type Statement = { Sid: string; Effect: 'Allow'; Action: string[]; Resource: string[] };

/** An IAM policy. */
export type Policy = { Version: '2012-10-17'; Statement: Statement[] };

/** IAM refuses a managed policy with more characters, whitespace not counted. */
export const longestPolicy = 6_144;

/** Actions that CloudFormation calls for each resource type, from the type's public schema. */
const handlers: Readonly<Record<string, readonly string[]>> = permissions;

/** Types without a schema, and what the schemas do not say. */
const unsaid: Readonly<Record<string, readonly string[]>> = {
  'Custom::ErrorPage': ['lambda:InvokeFunction'],
  'Custom::CDKBucketDeployment': ['lambda:InvokeFunction'],
  'Custom::S3AutoDeleteObjects': ['lambda:InvokeFunction'],
  'AWS::Lambda::LayerVersion': [
    ...['lambda:DeleteLayerVersion', 'lambda:GetLayerVersion', 'lambda:PublishLayerVersion'],
  ],
  'AWS::DynamoDB::GlobalTable': ['application-autoscaling:Describe*'],
  'AWS::ApiGatewayV2::Api': ['apigateway:TagResource', 'apigateway:UntagResource'],
  'AWS::ApiGatewayV2::Stage': [
    ...['logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery'],
    ...['logs:DeleteLogDelivery', 'logs:ListLogDeliveries', 'logs:PutResourcePolicy'],
    'logs:DescribeResourcePolicies',
  ],
  'AWS::Cognito::ManagedLoginBranding': [
    ...['cognito-idp:CreateManagedLoginBranding', 'cognito-idp:DeleteManagedLoginBranding'],
    ...['cognito-idp:DescribeManagedLoginBranding', 'cognito-idp:UpdateManagedLoginBranding'],
  ],
  'AWS::ApiGatewayV2::DomainName': ['acm:DescribeCertificate'],
  'AWS::CloudFront::Distribution': ['acm:DescribeCertificate', 'wafv2:GetWebACL'],
  'AWS::KMS::Key': [
    ...['kms:CreateKey', 'kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
    ...['kms:EnableKeyRotation', 'kms:GetKeyRotationStatus', 'kms:UpdateKeyDescription'],
    ...['kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource', 'kms:ScheduleKeyDeletion'],
  ],
  'AWS::KMS::Alias': [
    ...['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias', 'kms:ListAliases'],
  ],
  'AWS::CodeDeploy::Application': [
    ...['codedeploy:CreateApplication', 'codedeploy:GetApplication'],
    ...['codedeploy:UpdateApplication', 'codedeploy:DeleteApplication'],
    ...['codedeploy:ListTagsForResource', 'codedeploy:TagResource', 'codedeploy:UntagResource'],
  ],
  'AWS::CodeDeploy::DeploymentConfig': [
    ...['codedeploy:CreateDeploymentConfig', 'codedeploy:GetDeploymentConfig'],
    'codedeploy:DeleteDeploymentConfig',
  ],
  'AWS::CodeDeploy::DeploymentGroup': [
    ...['codedeploy:CreateDeploymentGroup', 'codedeploy:GetDeploymentGroup'],
    ...['codedeploy:UpdateDeploymentGroup', 'codedeploy:DeleteDeploymentGroup', 'iam:PassRole'],
  ],
  // An update shifts by CodeDeploy.
  'AWS::Lambda::Alias': [
    ...['lambda:CreateAlias', 'lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:DeleteAlias'],
    ...['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:StopDeployment'],
    ...['codedeploy:RegisterApplicationRevision', 'codedeploy:GetApplicationRevision'],
  ],
  'AWS::Lambda::Version': [
    ...['lambda:PublishVersion', 'lambda:ListVersionsByFunction', 'lambda:DeleteFunction'],
    'lambda:GetFunctionConfiguration',
  ],
  'AWS::StepFunctions::StateMachineVersion': [
    ...['states:PublishStateMachineVersion', 'states:ListStateMachineVersions'],
    ...['states:DescribeStateMachine', 'states:DeleteStateMachineVersion'],
  ],
  'AWS::StepFunctions::StateMachineAlias': [
    ...['states:CreateStateMachineAlias', 'states:DescribeStateMachineAlias'],
    ...['states:UpdateStateMachineAlias', 'states:DeleteStateMachineAlias'],
    'cloudwatch:DescribeAlarms',
  ],
  'AWS::Events::EventBusPolicy': ['events:PutPermission', 'events:RemovePermission'],
  // The provider's secret, and EventBridge's own copy of it.
  'AWS::Events::Connection': [
    ...['secretsmanager:CreateSecret', 'secretsmanager:DeleteSecret'],
    ...['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    ...['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret'],
  ],
};

/** Customers' files and records: the schemas name them for replicas alone, and other features. */
const data =
  /^(?:dynamodb:(?:BatchWrite|Delete|Get|Put|Update)Item|dynamodb:(?:Query|Scan)|s3:(?:DeleteObject|PutObjectAcl))$/;

/** Permissions for groups, users and other things that no stage has. */
const unused =
  /:(?:\w*(?:Group|User)Policy|REST\.\w+|\w*Kinesis\w*|\w*MetadataTable\w*|\w*MetadataJournal\w*|\w*MetadataInventory\w*|\w*MetadataAnnotation\w*|\w*CapacityProvider|\w*VpcOrigin|\w*ConnectionGroup|\w*BucketWebsite|\w*ObjectLock\w*|\w*CodeSigning\w*|\w*DataProtectionPolicy|\w*IndexPolic\w+|\w*BearerToken\w*)$/;

/** Roles are the stage's own, and so are values between stacks. */
const resourcesOf: Readonly<Record<string, string[]>> = {
  iam: ['arn:aws:iam::*:role/Keepsake-*', 'arn:aws:iam::*:role/aws-service-role/*'],
  ssm: ['arn:aws:ssm:*:*:parameter/Keepsake-*', 'arn:aws:ssm:*:*:parameter/cdk-bootstrap/*'],
  secretsmanager: [
    'arn:aws:secretsmanager:*:*:secret:keepsake/*',
    'arn:aws:secretsmanager:*:*:secret:events!connection/*',
  ],
};

/** Lambda fetches a function's code with the rights of the role that makes the function. */
const bundles: Statement = {
  Sid: 'bundles',
  Effect: 'Allow',
  Action: ['s3:GetObject'],
  Resource: ['arn:aws:s3:::cdk-*-assets-*/*'],
};

/** Policies that let CloudFormation deploy only these types, each within IAM's length. */
export const deploymentPolicies = (types: Iterable<string>): Policy[] => {
  const policies: Policy[] = [];
  for (const statement of statementsFor([...types])) {
    const last = policies.at(-1);
    const longer = policyOf([...(last?.Statement ?? []), statement]);
    if (last && sizeOf(longer) <= longestPolicy) policies[policies.length - 1] = longer;
    else policies.push(policyOf([statement]));
  }
  return policies;
};

const statementsFor = (types: readonly string[]): Statement[] => [
  ...[...Map.groupBy(actionsOf(types), serviceOf)].map(
    ([service, Action]): Statement => ({
      Sid: service.replace(/\W/g, ''),
      Effect: 'Allow',
      Action,
      Resource: resourcesOf[service] ?? ['*'],
    }),
  ),
  ...(types.includes('AWS::Lambda::Function') ? [bundles] : []),
];

const actionsOf = (types: readonly string[]): string[] => {
  const all = types.flatMap((type) => [...(handlers[type] ?? []), ...(unsaid[type] ?? [])]);
  return [...new Set(all)].filter((action) => !data.test(action) && !unused.test(action)).sort();
};

const serviceOf = (action: string): string => action.split(':')[0] ?? action;

const policyOf = (Statement: Statement[]): Policy => ({ Version: '2012-10-17', Statement });

const sizeOf = (policy: Policy): number => JSON.stringify(policy).length;
