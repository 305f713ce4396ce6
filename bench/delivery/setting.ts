import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Api, openSession } from '../../local/api.ts';
import { makeScratch } from '../../local/child-groups.ts';
import { type Deployed, deployStacks } from '../../local/deploy.ts';
import { startEmulator } from '../../local/emulator.ts';
import { payOrder, placeOrder } from '../../local/sample-order.ts';
import { makeSampleFiles } from '../../local/samples/sample-files.ts';
import { type Aws, awsAt } from '../../local/signed-fetch.ts';
import { type DeployedFunction, deployedFunctions } from '../saga/functions.ts';

/** The deployed stacks, a completed order, and a link to one file and to all files of it. */
export type Setting = {
  aws: Aws;
  functions: Map<string, DeployedFunction>;
  links: { oneFile: string; wholeOrder: string };
  order: { orderId: string; uploadId: string; ownerId: string };
  scratch: string;
};

/** Says on stderr what is going on. */
export const progress = (message: string): void => {
  process.stderr.write(`${performance.now().toFixed(0).padStart(7)} ms  ${message}\n`);
};

const completed = async (api: Api, orderId: string): Promise<void> => {
  for (let tries = 0; tries < 600; tries++) {
    if ((await api.getOrder(orderId)).status === 'completed') return;
    await pause(100);
  }
  throw new Error(`${orderId} was never completed`);
};

const prepare = async ({ apiUrl, eventBusName }: Deployed, aws: Aws): Promise<Pick<Setting, 'links' | 'order'>> => {
  const api = await openSession(apiUrl);
  const { order, uploads } = await placeOrder(api, makeSampleFiles());
  await payOrder(new EventBridgeClient(aws), eventBusName, order);
  await completed(api, order.orderId);
  const photo = uploads.get('photo');
  if (!photo) throw new Error('the sample order has no photo');
  const oneFile = (await api.createLink(order.orderId, { role: 'photo' })).token;
  const wholeOrder = (await api.createLink(order.orderId, {})).token;
  return { links: { oneFile, wholeOrder }, order: { orderId: order.orderId, uploadId: photo.uploadId, ownerId: photo.ownerId } };
};

/** Starts the emulator, deploys the real stacks, does the work, and takes everything down again. */
export const withSetting = async (work: (setting: Setting) => Promise<void>): Promise<void> => {
  const { folder: scratch, remove } = makeScratch();
  const emulator = await startEmulator({ port: 0, waitScale: 0, onProgress: progress });
  try {
    const deployed = await deployStacks(emulator.endpoint, { stage: 'local', onProgress: progress });
    const aws = awsAt(emulator.endpoint);
    await work({ aws, functions: await deployedFunctions(aws), ...(await prepare(deployed, aws)), scratch });
  } finally {
    await emulator.stop();
    await remove();
  }
};
