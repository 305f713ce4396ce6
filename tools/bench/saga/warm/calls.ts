import type { Deployed } from '../../../local/deploy.ts';
import type { Budget } from '../budget.ts';
import { placeOrder, randomFiles } from '../place-order.ts';
import { table } from '../table.ts';
import { openWorld, type World } from '../world.ts';
import { runSaga } from './in-process.ts';
import { Meter } from './meter.ts';
import { runPlainSaga } from './plain-in-process.ts';

/** An order that ran with every call counted. */
export type CountedOrder = { label: string; files: number; meter: Meter; ms: number };

type Case = {
  label: string;
  files: number;
  checksum?: boolean;
  run?: (world: World, orderId: string) => Promise<unknown>;
};

const cases: readonly Case[] = [
  { label: 'Keepsake, 4 files', files: 4 },
  { label: 'Keepsake, 1 file', files: 1 },
  { label: 'Keepsake, 25 files', files: 25 },
  { label: 'Keepsake, 4 files without a SHA-256 in S3', files: 4, checksum: false },
  { label: 'plain saga, 4 files', files: 4, run: runPlainSaga },
];

const s3Operations = ['CopyObject', 'HeadObject', 'GetObject'] as const;

/** Runs the use cases over the real adapters and the real endpoint, and counts what they send. */
export const countCalls = async (deployed: Deployed): Promise<CountedOrder[]> => {
  const world = openWorld(deployed);
  const counted: CountedOrder[] = [];
  for (const one of cases) counted.push(await countCase(world, one));
  return counted;
};

const countCase = async (
  world: World,
  { label, files, checksum = true, run = runSaga }: Case,
): Promise<CountedOrder> => {
  const orderId = await placeOrder(
    world,
    randomFiles(files).map((file) => ({ ...file, checksum })),
  );
  world.meter.calls.length = 0;
  const startedAt = performance.now();
  await run(world, orderId);
  const counted = new Meter();
  counted.calls.push(...world.meter.calls);
  return { label, files, meter: counted, ms: performance.now() - startedAt };
};

/** Calls per file, by operation. Calls for the whole order are spread over its files. */
export const callsTable = (orders: readonly CountedOrder[]): string =>
  table(
    [
      'calls per file',
      'COPY',
      'HEAD',
      'GET',
      'DynamoDB calls',
      'write units',
      'read units',
      'all calls',
    ],
    orders.map(({ label, files, meter }) => [
      label,
      ...s3Operations.map((operation) => perFile(meter.count([operation]), files)),
      perFile(
        meter.calls.filter(({ writeUnits, readUnits }) => writeUnits + readUnits > 0).length,
        files,
      ),
      perFile(meter.sum('writeUnits'), files),
      perFile(meter.sum('readUnits'), files),
      perFile(meter.calls.length, files),
    ]),
  );

const perFile = (count: number, files: number): string =>
  (count / files).toFixed(2).replace(/\.?0+$/, '');

/** Budgets of calls per file if storage has the checksums. */
export const callBudgets = (orders: readonly CountedOrder[]): Budget[] =>
  orders
    .filter(({ label }) => label.startsWith('Keepsake') && !label.includes('without'))
    .flatMap(({ label, files, meter }) => [
      {
        what: `${label}: COPY`,
        limit: files,
        actual: meter.count(['CopyObject', 'UploadPartCopy']),
      },
      { what: `${label}: HEAD`, limit: 2 * files, actual: meter.count(['HeadObject']) },
      { what: `${label}: GET`, limit: 0, actual: meter.count(['GetObject']) },
    ]);
