import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { roleOfWorkflow } from '../../contracts/orders/idle-workflow.ts';
import { s3, sfn } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { flatten, propertiesOf, templatesOf } from '../../lib/synthesize.ts';
import { deployed, functions } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { anOperator } from '../shared/operator.ts';

const bucket = 'keepsake-local-legacy';
const prefix = `mapped-${randomBytes(4).toString('hex')}/`;
const names = ['a.jpg', 'b.jpg', 'c/d.jpg', 'c/e.jpg'];
const operator = anOperator();

// biome-ignore lint/suspicious/noExplicitAny: a state of whatever type.
type State = any;

/**
 * The emulator's Map has no ItemBatcher. An ItemSelector hands the processor what a batch of one
 * object would be.
 */
const inBatchesOfOne = ({ ItemBatcher, ...state }: State): State =>
  ItemBatcher === undefined
    ? state
    : {
        ...state,
        ItemSelector: {
          'Items.$': 'States.Array($$.Map.Item.Value)',
          BatchInput: ItemBatcher.BatchInput,
        },
      };

/**
 * Batches that the execution's input has, because the emulator makes none. The manifest of results,
 * which it does not write either, is one that the test wrote as AWS does.
 */
const inGivenBatches =
  (manifest: string) =>
  ({ ItemBatcher, ItemReader, ...state }: State): State =>
    ItemBatcher === undefined
      ? { ...state, ...(ItemReader && { ItemReader }) }
      : {
          ...state,
          ItemsPath: '$.batches',
          ItemSelector: { 'Items.$': '$$.Map.Item.Value', BatchInput: ItemBatcher.BatchInput },
          ResultSelector: {
            ResultWriterDetails: { Bucket: deployed.uploadsBucket, Key: manifest },
          },
        };

/** The definition that AWS gets, over the functions and buckets of the deployed stage. */
const deployedDefinition = async (shape: (state: State) => State): Promise<string> => {
  const stage = defaultConfig('local');
  const { operators } = templatesOf({ ...stage, bulk: { ...stage.bulk, inTurns: false } });
  const machines = propertiesOf(operators, 'AWS::StepFunctions::StateMachine');
  const [, { DefinitionString }] = machines.find(([id]) => id.startsWith('Bulk')) ?? ['', {}];
  const arns = new Map(
    (await functions()).map(({ Description, FunctionArn }) => [Description, FunctionArn]),
  );
  const text = propertiesOf(operators, 'AWS::Lambda::Function').reduce(
    (sofar, [id, { Description }]) => sofar.replaceAll(`<${id}>`, arns.get(Description) ?? id),
    flatten(DefinitionString).replaceAll('<Data.Uploads>', deployed.uploadsBucket),
  );
  const { States, ...definition } = JSON.parse(text) as { States: Record<string, State> };
  const states = Object.entries(States).map(([name, state]) => [name, shape(state)]);
  return JSON.stringify({ ...definition, States: Object.fromEntries(states) });
};

const runMap = async (
  batchId: string,
  {
    shape = inBatchesOfOne,
    ...input
  }: { shape?: (state: State) => State; batches?: object[][] } = {},
): Promise<string> => {
  const machine = { name: freshId('map'), roleArn: await roleOfWorkflow() };
  const definition = await deployedDefinition(shape);
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ ...machine, definition }),
  );
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn,
      input: JSON.stringify({ batchId, task: 'migrate', ...input }),
    }),
  );
  return eventually('the execution ended', async () => {
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : [status, error, cause].filter(Boolean).join(' ');
  });
};

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => undefined);
  for (const name of names)
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${name}`, Body: randomBytes(900) }),
    );
});

const requested = async (): Promise<string> => {
  const wanted = { source: { bucket, prefix }, category: 'photo', ownerId: freshId('usr') };
  return (await operator.post('/batches', wanted)).body.batchId;
};

/** Items as ListObjectsV2 hands them to a Map. */
const listed = (...of: string[]): object[] =>
  of.map((name) => ({ Key: `${prefix}${name}`, Size: 900, StorageClass: 'STANDARD' }));

/** Writes the manifest of a Map's results; answers its key. */
const manifestOf = async (batchId: string, ended: 'SUCCEEDED' | 'FAILED'): Promise<string> => {
  const Key = `bulk-results/${batchId}/${ended}/manifest.json`;
  const ResultFiles = {
    SUCCEEDED: [],
    FAILED: [],
    PENDING: [],
    [ended]: [{ Key: 'one', Size: 1 }],
  };
  const Body = JSON.stringify({ DestinationBucket: deployed.uploadsBucket, ResultFiles });
  await s3.send(new PutObjectCommand({ Bucket: deployed.uploadsBucket, Key, Body }));
  return Key;
};

describe('the Distributed Map over real objects', () => {
  it('keeps each of them; and a Map that wrote no results is no success', async () => {
    const batchId = await requested();
    const ended = await runMap(batchId);
    const { body } = await operator.get(`/batches/${batchId}/files?status=transferred`);
    expect(body.files.map(({ path }: { path: string }) => path).sort()).toEqual(names);
    // The emulator answers a Map without ResultWriterDetails, so the children's work is not known.
    expect((await operator.get(`/batches/${batchId}`)).body).toMatchObject({
      status: 'failed',
      counts: { transferred: { files: names.length } },
    });
    expect(ended).toBe('SUCCEEDED');
  });
});

describe('the Map in batches', () => {
  it('tolerates a child that keeps failing: its batch has failed, and a resume copies the rest', async () => {
    const batchId = await requested();
    const broken = [...listed('c/d.jpg', 'c/e.jpg'), { Key: '' }];
    await runMap(batchId, {
      shape: inGivenBatches(await manifestOf(batchId, 'FAILED')),
      batches: [listed('a.jpg', 'b.jpg'), broken],
    });
    expect((await operator.get(`/batches/${batchId}`)).body).toMatchObject({
      status: 'failed',
      reason: 'some objects could not be worked on; resume it',
      counts: { transferred: { files: 2 } },
    });
    await runMap(batchId, {
      shape: inGivenBatches(await manifestOf(batchId, 'SUCCEEDED')),
      batches: [listed('a.jpg', 'b.jpg'), listed('c/d.jpg', 'c/e.jpg')],
    });
    expect((await operator.get(`/batches/${batchId}`)).body).toMatchObject({
      status: 'completed',
      counts: { transferred: { files: 4 }, failed: { files: 0 } },
    });
  });
});
