import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { EnvName, Settings } from '../../core/contract.ts';
import { orderEvents } from '../../core/event-names.ts';

/** A setting of the stage, by its name. */
export type SettingName = keyof Settings;

/** Actions on resources, and the variables that name these: a function gets both. */
export type Grant = {
  env: Partial<Record<EnvName, string>>;
  allow: readonly {
    actions: string[];
    resources: string[];
    conditions?: Record<string, Record<string, unknown>>;
  }[];
  /** The stage's settings that the function reads. */
  settings?: readonly SettingName[];
};

/** All of them together. */
export const mergeGrants = (grants: readonly Grant[]): Required<Grant> => ({
  env: Object.assign({}, ...grants.map(({ env }) => env)),
  allow: grants.flatMap(({ allow }) => allow),
  settings: [...new Set(grants.flatMap(({ settings = [] }) => settings))].sort(),
});

/** A statement that allows these actions on these resources (ARNs). */
export const allow = (actions: string[], ...resources: string[]) => ({ actions, resources });

/** May know how its stage is configured, in these settings. */
export const readSettings = (...settings: SettingName[]): Grant => ({
  env: {},
  allow: [],
  settings,
});

/** Lambda's rights to feed a function from a table's stream. */
export const consumeStream = (streamArn: string): Grant => ({
  env: {},
  allow: [
    allow(
      [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      streamArn,
    ),
  ],
});

/** May put events of these types on the bus, and no other: a payment is an event, too. */
export const publishEvents = (
  bus: { eventBusName: string; eventBusArn: string },
  source: string,
  ...detailTypes: string[]
): Grant => ({
  env: { EVENT_BUS_NAME: bus.eventBusName },
  allow: [
    {
      ...allow(['events:PutEvents'], bus.eventBusArn),
      conditions: {
        StringEquals: { 'events:source': source, 'events:detail-type': detailTypes },
      },
    },
  ],
});

/** May announce what happened to an order. */
export const publishOrderEvents = (bus: { eventBusName: string; eventBusArn: string }): Grant => {
  const { source, completed, failed, retryRequested } = orderEvents;
  return publishEvents(bus, source, completed, failed, retryRequested);
};

/** May tell the operators. */
export const raiseAlerts = (topic: { topicArn: string }): Grant => ({
  env: { ALERT_TOPIC_ARN: topic.topicArn },
  allow: [allow(['sns:Publish'], topic.topicArn)],
});

/** May start the saga. */
export const startMigrations = ({
  machine,
  startArn,
}: {
  machine: { stateMachineArn: string };
  startArn: string;
}): Grant => ({
  env: { ORDER_STATE_MACHINE_ARN: startArn },
  // Step Functions judges a start by an alias as one of the state machine.
  allow: [allow(['states:StartExecution'], machine.stateMachineArn)],
});

/** May start work on batches, and ask whether it still continues. */
export const startBulkRuns = (bulk: {
  machine: { stateMachineArn: string };
  executionsArn: string;
}): Grant => ({
  env: { BULK_STATE_MACHINE_ARN: bulk.machine.stateMachineArn },
  allow: [
    allow(['states:StartExecution'], bulk.machine.stateMachineArn),
    allow(['states:DescribeExecution'], bulk.executionsArn),
  ],
});

/** May ask whether an execution of the saga still runs. */
export const observeMigrations = (executionsArn: string): Grant => ({
  env: {},
  allow: [allow(['states:DescribeExecution'], executionsArn)],
});

/** May read these secrets only. Secrets Manager appends six characters to their ARNs. */
export const readSecrets = (scope: IConstruct, ...names: readonly string[]): Grant => {
  const arns = names.map((name) =>
    Stack.of(scope).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${name}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  return { env: {}, allow: [allow(['secretsmanager:GetSecretValue'], ...arns)] };
};

/** May sign delivery URLs with this key and no other. */
export const signDelivery = (scope: IConstruct, secretName: string): Grant => ({
  ...readSecrets(scope, secretName),
  env: { DELIVERY_KEY_SECRET: secretName },
});

/** May recognise the front door's requests; `only` refuses others. Empty without a front door. */
export const knowFrontDoor = (
  scope: IConstruct,
  { frontDoor }: { frontDoor?: { secretName: string; only?: boolean | undefined } | undefined },
): Grant[] => {
  if (frontDoor === undefined) return [];
  const { secretName, only = false } = frontDoor;
  const env = { FRONT_DOOR_SECRET: secretName, ...(only && { FRONT_DOOR_ONLY: 'yes' as const }) };
  return [{ ...readSecrets(scope, secretName), env }];
};

/** May have answers to the stage's challenge verified. */
export const verifyChallenges = (
  scope: IConstruct,
  { secretName }: { secretName: string },
): Grant => ({
  ...readSecrets(scope, secretName),
  ...{ env: { CHALLENGE_SECRET: secretName }, settings: ['challenge'] },
});

/** May ask the worker behind the queue to read a file. */
export const requestChecks = (queue: { queueUrl: string; queueArn: string }): Grant => ({
  env: { ARRIVALS_QUEUE_URL: queue.queueUrl },
  allow: [allow(['sqs:SendMessage'], queue.queueArn)],
});

/** Lambda's rights to feed a function from a queue. */
export const consumeQueue = (queue: { queueArn: string }): Grant => ({
  env: {},
  allow: [
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn),
  ],
});
