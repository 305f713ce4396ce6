import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StackResource } from '../../../adapters/aws/stacks.ts';
import { stageConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { FirstDeployProblem } from '../first-deploy-problem.ts';
import { Leftovers } from './leftovers.ts';
import { findOperator, type Operator } from './operator.ts';
import { stackOutputs, stackResources } from './stacks.ts';

/** The Data stack's outputs of its tables. */
export const tableOutputs = [
  ...(['uploadsTable', 'ordersTable', 'sessionsTable', 'linksTable', 'batchesTable'] as const),
  ...([
    'jobsTable',
    'statsTable',
    'quotasTable',
    'erasuresTable',
    'auditTable',
    'deliveriesTable',
  ] as const),
] as const;

const outputNames = [
  ...(['uploadsBucket', 'filesBucket', ...tableOutputs] as const),
  ...(['eventBusName', 'alertTopicArn', 'apiUrl', 'apiId', 'orderStateMachineArn'] as const),
] as const;

type Outputs = Record<(typeof outputNames)[number], string> & {
  /** Absent where the stage has an issuer of its own. */
  userPoolId?: string;
  userPoolClientId?: string;
  bulkStateMachineArn?: string;
};

/** A deployed stage, as its operator reaches it. */
export type DeployedStage = Outputs & {
  config: Config;
  operator: Operator;
  isEmulator: boolean;
  account: string;
  dataStack: string;
  /** Of the Service stack and of Operators. */
  resources: StackResource[];
  s3: S3Client;
  sfn: SFNClient;
  sns: SNSClient;
  bus: EventBridgeClient;
  dynamo: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  leftovers: Leftovers;
};

/** Finds a deployed stage by its stacks; throws `InvalidConfiguration` or `FirstDeployProblem`. */
export const openStage = async (
  stage: string,
  endpoint: string | undefined,
): Promise<DeployedStage> => {
  const config = stageConfig(stage);
  const operator = await findOperator(endpoint);
  const dataStack = `Keepsake-${stage}-Data`;
  const apiStacks = [`Keepsake-${stage}-Service`, `Keepsake-${stage}-Operators`];
  const found = await Promise.all(
    [dataStack, ...apiStacks].map((name) => stackOutputs(operator, name)),
  );
  const outputs = required(Object.assign({}, ...found));
  const resources = await Promise.all(apiStacks.map((name) => stackResources(operator, name)));
  return {
    ...outputs,
    ...clients(operator),
    apiUrl: await apiUrlAt(endpoint, outputs),
    config,
    operator,
    isEmulator: endpoint !== undefined,
    account: accountIn(outputs.orderStateMachineArn),
    dataStack,
    resources: resources.flat(),
    leftovers: new Leftovers(),
  };
};

const required = (outputs: Record<string, string>): Outputs => {
  const missing = outputNames.filter((name) => !outputs[name]);
  if (missing.length > 0)
    throw new FirstDeployProblem(
      `The stacks lack the outputs ${missing.join(', ')}. Deploy this version of Keepsake.`,
    );
  return outputs as Outputs;
};

const clients = ({ region, endpoint }: Operator) => {
  const common = { region, ...(endpoint !== undefined && { endpoint }) };
  const dynamo = new DynamoDBClient(common);
  return {
    // Without a checksum of the SDK's own S3 keeps its CRC64NVME, which is what copies are compared
    // by.
    s3: new S3Client({
      ...common,
      forcePathStyle: endpoint !== undefined,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    }),
    sfn: new SFNClient(common),
    sns: new SNSClient(common),
    bus: new EventBridgeClient(common),
    dynamo,
    documents: DynamoDBDocumentClient.from(dynamo),
  };
};

// The emulator's own API host names do not resolve in Node. This path answers, too.
const apiUrlAt = async (
  endpoint: string | undefined,
  { apiUrl, apiId }: Outputs,
): Promise<string> => {
  const isMiniStack = endpoint !== undefined && (await fetch(`${endpoint}/_ministack/health`)).ok;
  return isMiniStack ? `${endpoint}/_aws/execute-api/${apiId}/$default` : apiUrl.replace(/\/$/, '');
};

const accountIn = (arn: string): string => {
  const [, , , , account] = arn.split(':');
  if (!account) throw new FirstDeployProblem(`${arn} names no account.`);
  return account;
};
