import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Api, openSession } from '../../local/api.ts';
import type { Deployed } from '../../local/deploy.ts';
import { makeSampleFiles } from '../../local/samples/sample-files.ts';
import type { Aws } from '../../local/signed-fetch.ts';
import { payOrder } from '../../local/story/pay-order.ts';
import { placeOrder } from '../../local/story/sample-order.ts';
import type { DeployedFunction } from '../saga/functions.ts';
import { withStacks } from '../stacks.ts';

/** The deployed stacks, a completed order, and a link to one file and to all files of it. */
export type Setting = {
  aws: Aws;
  functions: Map<string, DeployedFunction>;
  links: { oneFile: string; wholeOrder: string };
  order: { orderId: string; uploadId: string; ownerId: string };
  scratch: string;
};

/** The deployed stacks with an order on them, for as long as the work takes. */
export const withSetting = (work: (setting: Setting) => Promise<void>): Promise<void> =>
  withStacks(async ({ aws, deployed, functions, scratch }) =>
    work({ aws, functions, ...(await prepare(deployed, aws)), scratch }),
  );

const prepare = async (
  { apiUrl, eventBusName }: Deployed,
  aws: Aws,
): Promise<Pick<Setting, 'links' | 'order'>> => {
  const api = await openSession(apiUrl);
  const { order, uploads } = await placeOrder(api, makeSampleFiles());
  await payOrder(new EventBridgeClient(aws), eventBusName, order);
  await awaitCompletion(api, order.orderId);
  const photo = uploads.get('photo');
  if (!photo) throw new Error('the sample order has no photo');
  const oneFile = (await api.createLink(order.orderId, { role: 'photo' })).token;
  const wholeOrder = (await api.createLink(order.orderId, {})).token;
  return {
    links: { oneFile, wholeOrder },
    order: { orderId: order.orderId, uploadId: photo.uploadId, ownerId: photo.ownerId },
  };
};

const awaitCompletion = async (api: Api, orderId: string): Promise<void> => {
  for (let tries = 0; tries < 600; tries++) {
    if ((await api.getOrder(orderId)).status === 'completed') return;
    await pause(100);
  }
  throw new Error(`${orderId} was never completed`);
};
