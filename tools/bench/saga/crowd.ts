import { setTimeout as sleep } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { inParallel } from '../../../adapters/aws/in-parallel.ts';
import { defaultPaymentEvent } from '../../../core/event-names.ts';
import type { Budget } from './budget.ts';
import { listenForCompletions } from './listener.ts';
import { amount, placeOrder, randomFiles } from './place-order.ts';
import type { CopyCounts } from './seen-copies.ts';
import type { Setting } from './setting.ts';
import { table } from './table.ts';
import type { World } from './world.ts';

/** The outcomes of many orders paid at once. */
export type Crowd = {
  label: string;
  orders: number;
  completed: number;
  announcedOnce: number;
  keys: number;
  keysWithOneVersion: number;
  copiesAgain: CopyCounts;
  seconds: number;
};

const filesPerOrder = 4;
const patienceMs = 300_000;
/** How long to listen for a second announcement after the last first one. */
const lateMs = 3_000;

/** Pays `count` orders at once through the bus and looks at everything they left behind. */
export const runCrowd = async (
  { world, copies }: Pick<Setting, 'world' | 'copies'>,
  label: string,
  count: number,
): Promise<Crowd> => {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const orderIds = await inParallel(10, numbers, () =>
    placeOrder(world, randomFiles(filesPerOrder)),
  );
  const mine = new Set(orderIds);
  const listener = await listenForCompletions(world.deployed);
  const announced = (): string[] =>
    [...listener.completions.keys()].filter((orderId) => mine.has(orderId));
  copies.take();
  const startedAt = performance.now();
  await payAll(world, orderIds);
  while (announced().length < count && performance.now() - startedAt < patienceMs)
    await Promise.all([listener.poll(), sleep(100)]);
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(lateMs);
  await listener.poll();
  const versions = await versionsByKey(world, mine);
  return {
    label,
    orders: count,
    completed: await countCompleted(world, orderIds),
    announcedOnce: announced().filter((orderId) => listener.completions.get(orderId) === 1).length,
    keys: versions.size,
    keysWithOneVersion: [...versions.values()].filter((number) => number === 1).length,
    copiesAgain: copies.take(),
    seconds,
  };
};

const payAll = async (
  { eventBridge, deployed }: World,
  orderIds: readonly string[],
): Promise<void> => {
  const entries = orderIds.map((orderId) => ({
    EventBusName: deployed.eventBusName,
    Source: defaultPaymentEvent.source,
    DetailType: defaultPaymentEvent.detailType,
    Detail: JSON.stringify({ orderId, paymentId: `pay_${orderId}`, amount }),
  }));
  const batches = Array.from({ length: Math.ceil(entries.length / 10) }, (_, index) =>
    entries.slice(index * 10, index * 10 + 10),
  );
  await Promise.all(batches.map((Entries) => eventBridge.send(new PutEventsCommand({ Entries }))));
};

/** How many versions each permanent key of these orders has. */
const versionsByKey = async (
  world: World,
  orderIds: ReadonlySet<string>,
): Promise<Map<string, number>> => {
  const found = new Map<string, number>();
  for await (const { Key } of listVersions(world)) {
    const orderId = Key?.split('/')[1];
    if (Key !== undefined && orderId !== undefined && orderIds.has(orderId))
      found.set(Key, (found.get(Key) ?? 0) + 1);
  }
  return found;
};

type Listed = { Key?: string | undefined };

/** Everything the permanent bucket holds, delete markers included. */
async function* listVersions({ s3, filesBucket }: World): AsyncGenerator<Listed> {
  let marker: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> | undefined =
    {};
  while (marker) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: filesBucket, ...marker }),
    );
    yield* [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
}

const countCompleted = async ({ orders }: World, orderIds: readonly string[]): Promise<number> => {
  const found = await inParallel(
    20,
    orderIds,
    async (orderId) => (await orders.find(orderId))?.order.status === 'completed',
  );
  return found.filter(Boolean).length;
};

/** Budgets of a crowd: no order missing, none twice. */
export const crowdBudgets = ({
  label,
  orders,
  completed,
  announcedOnce,
  keys,
  keysWithOneVersion,
  copiesAgain,
}: Crowd): Budget[] => [
  {
    what: `${orders} orders at once, ${label}: not completed`,
    limit: 0,
    actual: orders - completed,
  },
  {
    what: `${orders} orders at once, ${label}: not announced exactly once`,
    limit: 0,
    actual: orders - announcedOnce,
  },
  {
    what: `${orders} orders at once, ${label}: permanent keys missing`,
    limit: 0,
    actual: orders * filesPerOrder - keys,
  },
  {
    what: `${orders} orders at once, ${label}: permanent keys without exactly one version`,
    limit: 0,
    actual: keys - keysWithOneVersion,
  },
  {
    what: `${orders} orders at once, ${label}: COPYs of a kept file that no lost answer explains`,
    limit: 0,
    actual: copiesAgain.bySteps,
  },
];

/** The crowds, a row each. */
export const crowdTable = (crowds: readonly Crowd[]): string =>
  table(
    [
      'orders at once',
      'completed',
      'announced exactly once',
      'keys with one version',
      'COPYs sent again by the SDK',
      'seconds',
      'orders/s',
    ],
    crowds.map((crowd) => [
      `${crowd.orders}, ${crowd.label}`,
      ...[
        crowd.completed,
        crowd.announcedOnce,
        crowd.keysWithOneVersion,
        crowd.copiesAgain.bySdk,
        crowd.seconds.toFixed(1),
        (crowd.completed / crowd.seconds).toFixed(1),
      ].map(String),
    ]),
  );
