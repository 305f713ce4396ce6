import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type Api, openSession } from '../local/api.ts';
import type { Deployed } from '../local/deploy.ts';
import { makeSampleFiles, type SampleFile } from '../local/samples/sample-files.ts';
import { awsAt } from '../local/signed-fetch.ts';
import { payOrder } from '../local/story/pay-order.ts';
import { placeOrder } from '../local/story/sample-order.ts';
import { call, orderWith } from './calls.ts';
import { heldPaymentOf } from './held-payment.ts';
import type { Copies } from './hold-copies.ts';

/** Data of the previous version. Ids name records; `photo` is the SHA-256 of its bytes. */
export type OldData = {
  token: string;
  /** Paid a second time: that payment is held. */
  completed: string;
  unpaid: readonly [string, string];
  migrating: string;
  link: string;
  photo: string;
  job: string;
  erased: string;
  batch: string;
  /** Keys of all items by table, as JSON. */
  keys: Readonly<Record<string, string[]>>;
};

const keyNames: Readonly<Record<string, readonly string[]>> = {
  uploads: ['uploadId'],
  orders: ['orderId', 'item'],
  sessions: ['tokenHash'],
  links: ['tokenHash'],
  jobs: ['jobId'],
  stats: ['scope', 'counter'],
  quotas: ['counter'],
  erasures: ['uploadId'],
  batches: ['batchId', 'item'],
};

/** Keys of all items of the tables that the previous version had. */
export const keysOf = async ({ endpoint, tables }: Deployed): Promise<OldData['keys']> => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(awsAt(endpoint)));
  const entries = Object.entries(keyNames).map(async ([name, keys]) => {
    const table = tables[name as keyof Deployed['tables']];
    return [name, await keysIn(documents, table, keys)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};

const keysIn = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  names: readonly string[],
): Promise<string[]> => {
  const found: string[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName }))
    found.push(...Items.map((item) => JSON.stringify(names.map((name) => item[name]))));
  return found;
};

/** Pays an order by an event on the stage's bus. */
export const pay = async (api: Api, orderId: string, deployed: Deployed): Promise<void> =>
  payOrder(busOf(deployed), deployed.eventBusName, await api.getOrder(orderId));

const busOf = ({ endpoint }: Deployed): EventBridgeClient => new EventBridgeClient(awsAt(endpoint));

/**
 * Writes records of every kind through the API of the previous version, and leaves one order in the
 * middle of its migration: its copies are held back. Throws `LocalProblem`.
 */
export const writeOldData = async (deployed: Deployed, copies: Copies): Promise<OldData> => {
  const { apiUrl, adminToken } = deployed;
  const files = makeSampleFiles();
  const [photo] = files as [SampleFile];
  const api = await openSession(apiUrl);
  const { token } = api;
  const completed = await place(api, files);
  await pay(api, completed, deployed);
  await orderWith(api, completed, 'completed');
  await pay(api, completed, deployed);
  await heldPaymentOf(deployed, completed);
  const { token: link } = await api.createLink(completed, { role: photo.role });
  const unpaid = [await place(api, files), await place(api, files)] as const;
  const input = await api.sendFile(photo);
  const job = await call(apiUrl, token, 'POST /jobs', {
    title: 'Cut',
    inputs: { photo: input.uploadId },
    onFinish: { inputs: 'keep', outputs: 'keep' },
  });
  const { uploadId: erased } = await api.sendFile(photo);
  await call(apiUrl, token, `DELETE /uploads/${erased}`);
  const batch = await call(apiUrl, adminToken, 'POST /batches', {
    source: { kind: 's3', bucket: 'keepsake-local-legacy', prefix: 'old/' },
    category: 'photo',
  });
  const migrating = await place(api, files);
  copies.hold();
  await pay(api, migrating, deployed);
  await copies.whenHeld;
  return {
    token,
    completed,
    unpaid,
    migrating,
    link,
    photo: createHash('sha256').update(photo.bytes).digest('hex'),
    job: job.jobId,
    erased,
    batch: batch.batchId,
    keys: await keysOf(deployed),
  };
};

const place = async (api: Api, files: readonly SampleFile[]): Promise<string> =>
  (await placeOrder(api, files)).order.orderId;
