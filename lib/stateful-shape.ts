// biome-ignore lint/suspicious/noExplicitAny: templates have no types here.
type Properties = any;

/** A CloudFormation template, as far as it matters here. */
export type TemplateJson = {
  Resources: Record<string, { Type: string; DeletionPolicy?: string; Properties?: Properties }>;
};

/** A stateful resource, with its properties that must not change. */
export type StatefulResource = {
  stack: string;
  id: string;
  type: string;
  fixed: Record<string, unknown>;
  indexes?: Record<string, unknown>;
};

/**
 * Types whose resources hold data, or a name others rely on; and the properties whose change makes
 * CloudFormation replace them.
 */
const replacedBy: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  'AWS::Cognito::UserPool': [
    'AliasAttributes',
    'UsernameAttributes',
    'UsernameConfiguration',
    'Schema',
  ],
  'AWS::Cognito::UserPoolClient': ['UserPoolId', 'GenerateSecret'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::CloudFront::Distribution': [],
  // Without its key, everything encrypted by it is lost.
  'AWS::KMS::Key': ['KeySpec', 'MultiRegion', 'Origin'],
};

/** The stateful resources of a stage, by stack. */
export const statefulShape = (
  templates: Readonly<Record<string, TemplateJson>>,
): StatefulResource[] =>
  Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([id, { Type }]) => Type in replacedBy && !isReplaceable(id))
      .map(([id, resource]) => shapeOf(stack, id, resource)),
  );

/** Resources that every deployment writes again. */
const isReplaceable = (id: string): boolean => id.startsWith('ErrorPages');

const shapeOf = (
  stack: string,
  id: string,
  { Type: type, Properties: properties = {} }: TemplateJson['Resources'][string],
): StatefulResource => ({
  stack,
  id,
  type,
  fixed: picked(properties, replacedBy[type] ?? []),
  ...(type === 'AWS::DynamoDB::GlobalTable' && { indexes: indexesOf(properties) }),
});

const picked = (properties: Properties, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );

type Index = { IndexName: string; KeySchema: unknown; Projection: unknown };

const indexesOf = ({ GlobalSecondaryIndexes = [] }: Properties): Record<string, unknown> =>
  Object.fromEntries(
    (GlobalSecondaryIndexes as Index[]).map(({ IndexName, KeySchema, Projection }) => [
      IndexName,
      { KeySchema, Projection },
    ]),
  );

/** Damage of deploying `now` over `before`, one sentence each. */
export const damageBetween = (
  before: readonly StatefulResource[],
  now: readonly StatefulResource[],
): string[] =>
  before.flatMap((resource) => {
    const next = now.find(({ stack, id }) => stack === resource.stack && id === resource.id);
    return damageTo(resource, next).map(
      (what) => `${resource.stack}: ${resource.type} ${resource.id}: ${what}`,
    );
  });

const damageTo = (before: StatefulResource, now: StatefulResource | undefined): string[] => {
  if (now === undefined || now.type !== before.type)
    return ['is gone: CloudFormation would make an empty one under another name'];
  const changed = [...new Set([...Object.keys(before.fixed), ...Object.keys(now.fixed)])].filter(
    (name) => !same(before.fixed[name], now.fixed[name]),
  );
  return [
    ...changed.map((name) => `${name} changed: it would be replaced by an empty one`),
    ...indexDamage(before, now),
  ];
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const indexDamage = (
  { indexes: before = {} }: StatefulResource,
  { indexes: now = {} }: StatefulResource,
): string[] => {
  const lost = Object.keys(before).filter((name) => !same(before[name], now[name]));
  const added = Object.keys(now).filter((name) => !(name in before));
  return [
    ...lost.map((name) => `index ${name} is dropped or built again`),
    // CloudFormation refuses the deployment.
    ...(added.length > 1
      ? [
          `${added.length} indexes are added at once (${added.join(', ')}); a deployment may ` +
            'add one',
        ]
      : []),
  ];
};
