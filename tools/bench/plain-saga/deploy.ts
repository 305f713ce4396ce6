import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { settingsFile } from '../../../core/contract.ts';
import { runCdk } from '../../local/cdk.ts';
import type { Deployed } from '../../local/deploy.ts';
import { awsAt } from '../../local/signed-fetch.ts';
import { settingsFileOf } from '../bench-bundle.ts';
import { leanBundle } from '../saga/cold/bundles.ts';
import type { Definition } from '../saga/transitions.ts';
import { config } from '../saga/world.ts';
import type { PlainInput } from './app.ts';

/** A deployed state machine and what it does. */
export type Machine = { stateMachineArn: string; definition: Definition };

/** The plain saga's, with the file all its functions run. */
export type PlainMachine = Machine & { bundleFile: string };

const appFile = fileURLToPath(new URL('app.ts', import.meta.url));

/** The definition a machine was deployed with. */
export const describeMachine = async (
  sfn: SFNClient,
  stateMachineArn: string,
): Promise<Machine> => {
  const { definition = '{}' } = await sfn.send(
    new DescribeStateMachineCommand({ stateMachineArn }),
  );
  return { stateMachineArn, definition: JSON.parse(definition) as Definition };
};

/** Deploys the plain saga beside Keepsake's stacks, over the same tables, buckets and bus. */
export const deployPlainSaga = async (
  sfn: SFNClient,
  deployed: Deployed,
  scratch: string,
): Promise<PlainMachine> => {
  const environment = {
    UPLOADS_TABLE: deployed.tables.uploads,
    ORDERS_TABLE: deployed.tables.orders,
    FILES_BUCKET: deployed.filesBucket,
    EVENT_BUS_NAME: deployed.eventBusName,
  };
  const bundleFile = leanBundle('tools/bench/plain-saga/handlers.ts', scratch);
  writeFileSync(path.join(path.dirname(bundleFile), settingsFile), settingsFileOf(config));
  const input: PlainInput = { code: path.dirname(bundleFile), environment };
  const inputFile = path.join(scratch, 'plain-saga.json');
  writeFileSync(inputFile, JSON.stringify(input));
  const app = `${process.execPath} --no-warnings ${appFile}`;
  const deploy = [
    'deploy',
    '--all',
    '--app',
    app,
    '-c',
    `input=${inputFile}`,
    '--output',
    path.join(scratch, 'plain.out'),
  ];
  await runCdk(
    awsAt(deployed.endpoint),
    scratch,
    [...deploy, '--method', 'direct', '--require-approval', 'never'],
    scratch,
  );
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const arn = stateMachines.find(({ name }) => name === 'plain-saga')?.stateMachineArn;
  if (!arn)
    throw new Error(
      'The plain saga was deployed, but the endpoint has no state machine of that name.',
    );
  return { ...(await describeMachine(sfn, arn)), bundleFile };
};
