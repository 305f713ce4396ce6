import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { callWithRight } from '../../adapters/aws/access-refused.ts';
import { awsError } from '../../adapters/aws/aws-errors.ts';
import { type AwsAccess, clientSettings } from '../../adapters/aws/client-settings.ts';
import { describeStack, type StackResource, stackResources } from '../../adapters/aws/stacks.ts';
import { SqsParked } from '../../adapters/operations/sqs-parked.ts';
import { InvalidConfiguration } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';
import {
  callsLeftBehind,
  lostWithScan,
  verdictsLeftBehind,
  type Waiting,
} from './calls-left-behind.ts';
import { groupsLeftBehind } from './groups-left-behind.ts';
import { poolLeftBehind } from './pool-left-behind.ts';
import { type OptionalStack, stacksLeftBehind, unnamedStacks } from './stacks-left-behind.ts';
import { apiLosingWebhooks } from './throttle-left-behind.ts';

/** Facts of the account about a stage before its deployment. */
export type StageState = {
  /** The Data stack was never deployed to its end. */
  isFirst: boolean;
  /** Why the stage must not be deployed as it is configured. */
  refusal?: string;
  /** What an operator has to know of, and may want. */
  warnings: readonly string[];
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
  const refunds = await stackResources(where, stackNameOf(stage, 'Refunds'));
  const refusal =
    poolLeftBehind(config, service) ??
    callsLeftBehind(config, await waitingIn(where, refunds)) ??
    verdictsLeftBehind(stage, await waitingIn(where, lostWithScan(config, service)));
  const groups = await stackResources(where, stackNameOf(stage, 'Data'));
  const warnings = [
    groupsLeftBehind(config, groups),
    stacksLeftBehind(stage, await deployedOf(where, config)),
  ].filter((told) => told !== undefined);
  const losesWebhooks = apiLosingWebhooks(config, service);
  return {
    isFirst: data === undefined || data.StackStatus?.match(neverThere) != null,
    ...(refusal !== undefined && { refusal }),
    warnings,
    ...(losesWebhooks !== undefined && { losesWebhooks }),
    secretVersions: await secretVersionsOf(config, where),
  };
};

/** The stacks that the settings do not name and that are deployed all the same. */
const deployedOf = async (where: AwsAccess, config: Config): Promise<OptionalStack[]> => {
  const found = await Promise.all(
    unnamedStacks(config).map(async (part) => ({
      part,
      stack: await describeStack(where, stackNameOf(config.stage, part)),
    })),
  );
  return found.flatMap(({ part, stack }) => (stack === undefined ? [] : [part]));
};

const waitingIn = (where: AwsAccess, resources: readonly StackResource[]): Promise<Waiting[]> =>
  Promise.all(
    resources
      .filter(({ type }) => type === 'AWS::SQS::Queue')
      .map(async ({ physicalId: url }) => ({
        url,
        messages: await new SqsParked(url, where).count(),
      })),
  );

/** Throws `InvalidConfiguration` for a secret that is not there: the update would fail over it. */
const secretVersionsOf = async (
  config: Config,
  where: AwsAccess,
): Promise<Record<string, string>> => {
  const client = new SecretsManagerClient(clientSettings(where, 'secretsmanager'));
  const found = await Promise.all(secretNames(config).map((name) => currentVersion(client, name)));
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
  const { VersionIdsToStages = {} } = await callWithRight('secretsmanager:DescribeSecret', () =>
    client.send(new DescribeSecretCommand({ SecretId })),
  ).catch((error: unknown) => {
    throw awsError(error).name === 'ResourceNotFoundException' ? noSecret(SecretId) : error;
  });
  return Object.entries(VersionIdsToStages)
    .filter(([, stages]) => stages.includes('AWSCURRENT'))
    .map(([version]) => [SecretId, version]);
};

const noSecret = (name: string): InvalidConfiguration =>
  new InvalidConfiguration(
    `The settings name the secret ${name}, which is not in this account and region. Make it: ` +
      `aws secretsmanager create-secret --name ${name} --secret-string <its text>.`,
  );
