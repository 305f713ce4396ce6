import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileCategory } from '../../core/contract.ts';
import { stageConfig } from '../../lib/config.ts';
import { runCdk } from './cdk.ts';
import { adaptPolicies } from './emulator/adapt-policies.ts';
import { makeScratch } from './emulator/child-groups.ts';
import { repairCors } from './emulator/repair-cors.ts';
import { adminToken } from './local-admin.ts';
import { LocalProblem } from './local-problem.ts';
import { type Aws, accountAt, awsAt } from './signed-fetch.ts';

/** The deployed stage and its addresses; `.keepsake/local.json` holds it. */
export type Deployed = {
  endpoint: string;
  region: string;
  apiUrl: string;
  /** An access token of a member of the admin group, good for an hour. */
  adminToken: string;
  uploadsBucket: string;
  filesBucket: string;
  tables: {
    uploads: string;
    orders: string;
    sessions: string;
    links: string;
    jobs: string;
    stats: string;
    quotas: string;
    erasures: string;
    audit: string;
    deliveries: string;
    batches: string;
  };
  /** File categories of the stage. */
  categories: Readonly<Record<string, FileCategory>>;
  /** Where the stage serves registered files from until they are moved. */
  legacyBaseUrl?: string | undefined;
  eventBusName: string;
  orderStateMachineArn: string;
  bulkStateMachineArn: string;
  alertTopicArn: string;
  userPoolId: string;
  userPoolClientId: string;
};

/**
 * `stage` is an entry of lib/config.ts. `stack` deploys that stack and its dependencies; without
 * it, all stacks are deployed. `folder` has the app's cdk.json, when it is not this project's.
 * `synthArguments` are further words for `cdk synth`; `adapt` may change the assembly in its folder
 * before it is deployed.
 */
export type DeployOptions = {
  stage: string;
  stack?: string;
  folder?: string;
  synthArguments?: readonly string[];
  adapt?: (assembly: string) => void;
  onProgress?: (message: string) => void;
};

/** A value by the name of a stack's output. Throws `LocalProblem` where there is none. */
type Outputs = (name: string) => string;

type Pool = Pick<Deployed, 'endpoint' | 'userPoolId' | 'userPoolClientId'>;

/** An access token of the local admin, good for an hour. */
export const freshAdminToken = (
  { endpoint, userPoolId, userPoolClientId }: Pool,
  stage: string,
): Promise<string> =>
  adminToken(awsAt(endpoint), {
    userPoolId,
    userPoolClientId,
    adminGroup: stageConfig(stage).auth.adminGroup,
  });

const deployArguments = [
  '--method',
  'direct',
  '--require-approval',
  'never',
  '--concurrency',
  '2',
  '--progress',
  'events',
];

/** Deploys the stacks of an app with the real CDK CLI into the endpoint. Throws `LocalProblem`. */
export const deployApp = async (endpoint: string, options: DeployOptions): Promise<Outputs> => {
  const scratch = makeScratch();
  try {
    const aws = awsAt(endpoint);
    const output = await deployInto(aws, scratch.folder, options);
    await repairCors(aws, output('apiId'));
    return output;
  } finally {
    await scratch.remove();
  }
};

const deployInto = async (
  aws: Aws,
  scratch: string,
  { stage, stack = '--all', folder, synthArguments = [], adapt, onProgress }: DeployOptions,
): Promise<Outputs> => {
  const assembly = path.join(scratch, 'cdk.out');
  const outputsFile = path.join(scratch, 'outputs.json');
  const account = await accountAt(aws);
  onProgress?.('synthesizing the stacks, bootstrapping the endpoint');
  await Promise.all([
    runCdk(
      aws,
      scratch,
      ['synth', '--quiet', '-c', `stage=${stage}`, '--output', assembly, ...synthArguments],
      folder,
    ),
    // From a folder without cdk.json, so that it does not synthesize the app as well.
    runCdk(aws, scratch, ['bootstrap', `aws://${account}/${aws.region}`], scratch),
  ]);
  if (await isMiniStack(aws)) adaptPolicies(assembly);
  adapt?.(assembly);
  onProgress?.('deploying');
  await runCdk(aws, scratch, [
    'deploy',
    stack,
    '--app',
    assembly,
    ...deployArguments,
    '--outputs-file',
    outputsFile,
  ]);
  return readOutputs(outputsFile);
};

const isMiniStack = ({ endpoint }: Aws): Promise<boolean> =>
  fetch(`${endpoint}/_ministack/health`).then(({ ok }) => ok);

const readOutputs = async (file: string): Promise<Outputs> => {
  const stacks = JSON.parse(await readFile(file, 'utf8')) as Record<string, Record<string, string>>;
  const values: Record<string, string> = Object.assign({}, ...Object.values(stacks));
  return (name) => {
    const value = values[name];
    if (value === undefined)
      throw new LocalProblem(`The deployed stacks have no output named ${name}.`);
    return value;
  };
};

/** Deploys a stage, and describes it. Throws `LocalProblem`. */
export const deployStacks = async (endpoint: string, options: DeployOptions): Promise<Deployed> =>
  describe(awsAt(endpoint), await deployApp(endpoint, options), options.stage);

const describe = async (aws: Aws, output: Outputs, stage: string): Promise<Deployed> => {
  const pool = { userPoolId: output('userPoolId'), userPoolClientId: output('userPoolClientId') };
  return {
    endpoint: aws.endpoint,
    region: aws.region,
    apiUrl: await apiUrl(aws, output),
    adminToken: await freshAdminToken({ endpoint: aws.endpoint, ...pool }, stage),
    uploadsBucket: output('uploadsBucket'),
    filesBucket: output('filesBucket'),
    tables: {
      uploads: output('uploadsTable'),
      orders: output('ordersTable'),
      sessions: output('sessionsTable'),
      links: output('linksTable'),
      jobs: output('jobsTable'),
      stats: output('statsTable'),
      quotas: output('quotasTable'),
      erasures: output('erasuresTable'),
      audit: output('auditTable'),
      deliveries: output('deliveriesTable'),
      batches: output('batchesTable'),
    },
    categories: JSON.parse(output('categories')),
    legacyBaseUrl: stageConfig(stage).delivery.legacyBaseUrl,
    eventBusName: output('eventBusName'),
    orderStateMachineArn: output('orderStateMachineArn'),
    bulkStateMachineArn: output('bulkStateMachineArn'),
    alertTopicArn: output('alertTopicArn'),
    ...pool,
  };
};

// The emulator's own API host names do not resolve in Node. This path answers, too.
const apiUrl = async (aws: Aws, output: Outputs): Promise<string> => {
  const { endpoint } = aws;
  return (await isMiniStack(aws))
    ? `${endpoint}/_aws/execute-api/${output('apiId')}/$default`
    : output('apiUrl').replace(/\/$/, '');
};
