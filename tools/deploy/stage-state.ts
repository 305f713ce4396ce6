import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsAccess } from '../../adapters/aws/client-settings.ts';
import { describeStack, type StackResource, stackResources } from '../../adapters/aws/stacks.ts';
import { SqsParked } from '../../adapters/operations/sqs-parked.ts';
import type { Config } from '../../lib/config-schema.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';
import { callsLeftBehind, type ParkedCalls } from './calls-left-behind.ts';
import { groupsLeftBehind } from './groups-left-behind.ts';
import { poolLeftBehind } from './pool-left-behind.ts';
import { apiLosingWebhooks } from './throttle-left-behind.ts';

/** Facts of the account about a stage before its deployment. */
export type StageState = {
  /** The Data stack was never deployed to its end. */
  isFirst: boolean;
  /** Why the stage must not be deployed as it is configured. */
  refusal?: string;
  /** What an operator has to know of, and may want. */
  warning?: string;
  /** The API whose route for webhooks goes, with a throttle that must go before. */
  losesWebhooks?: string;
  /** Current versions of the payment providers' secrets, by name. */
  secretVersions: Readonly<Record<string, string>>;
};

/** A stack that has one of these was never there, or its creation failed. */
const neverThere = /^(REVIEW_IN_PROGRESS|CREATE_FAILED|ROLLBACK_\w+|DELETE_\w+)$/;

/** Asks the account about a stage. Throws `AccessRefused`, `TransientFault` or the SDK's error. */
export const readStageState = async (config: Config, where: AwsAccess): Promise<StageState> => {
  const { stage } = config;
  const data = await describeStack(where, stackNameOf(stage, 'Data'));
  const service: StackResource[] = await stackResources(where, stackNameOf(stage, 'Service'));
  const refusal =
    poolLeftBehind(config, service) ?? callsLeftBehind(config, await parkedCalls(where, stage));
  const groups = await stackResources(where, stackNameOf(stage, 'Data'));
  const warning = groupsLeftBehind(config, groups);
  const losesWebhooks = apiLosingWebhooks(config, service);
  return {
    isFirst: data === undefined || data.StackStatus?.match(neverThere) != null,
    ...(refusal !== undefined && { refusal }),
    ...(warning !== undefined && { warning }),
    ...(losesWebhooks !== undefined && { losesWebhooks }),
    secretVersions: await versionsOf(config),
  };
};

const parkedCalls = async (where: AwsAccess, stage: string): Promise<ParkedCalls[]> => {
  const queues = (await stackResources(where, stackNameOf(stage, 'Refunds'))).filter(
    ({ type }) => type === 'AWS::SQS::Queue',
  );
  return Promise.all(
    queues.map(async ({ physicalId: url }) => ({
      url,
      messages: await new SqsParked(url, where).count(),
    })),
  );
};

const versionsOf = async (config: Config): Promise<Record<string, string>> => {
  const names = secretNames(config);
  if (names.length === 0) return {};
  const client = new SecretsManagerClient({});
  const found = await Promise.all(names.map((name) => currentVersion(client, name)));
  return Object.fromEntries(found.flat());
};

/** Secrets whose value a template holds; the rest are read at run time. */
const secretNames = ({ refund, frontDoor }: Config): string[] => {
  const calls = [refund?.failed?.connection, refund?.completed?.connection];
  return [...new Set([...calls, frontDoor].flatMap((part) => part?.secretName ?? []))];
};

const currentVersion = async (
  client: SecretsManagerClient,
  SecretId: string,
): Promise<[string, string][]> => {
  const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
  return Object.entries(VersionIdsToStages)
    .filter(([, stages]) => stages.includes('AWSCURRENT'))
    .map(([version]) => [SecretId, version]);
};
