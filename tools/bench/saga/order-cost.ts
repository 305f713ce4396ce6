import { prices } from './prices.ts';
import { table } from './table.ts';
import type { CountedOrder } from './warm/calls.ts';

/** One function's part in an order: how often it runs, how long, with how much memory. */
export type LambdaUse = { name: string; runs: number; billedMs: number; memoryMiB: number };

/** Everything an order uses that has a price. */
export type OrderUse = {
  label: string;
  transitions: number;
  lambdas: readonly LambdaUse[];
  calls: CountedOrder;
};

// EventBridge sends the payment into the queue, and Lambda receives and deletes it. Empty polls are
// not counted.
const sqsRequests = 3;
const paymentEvents = 1;

type Line = { what: string; count: number; usd: number };

/** The priced lines of one order. */
export const costLines = ({ transitions, lambdas, calls: { meter } }: OrderUse): Line[] => {
  const invocations = lambdas.reduce((sum, { runs }) => sum + runs, 0);
  const line = (what: string, count: number, price: number): Line => ({
    what,
    count,
    usd: count * price,
  });
  return [
    line('state transitions', transitions, prices.transition),
    line('Lambda requests', invocations, prices.lambdaRequest),
    line('Lambda GB-seconds', gbSeconds(lambdas), prices.lambdaGbSecond),
    line('S3 COPY', meter.count(['CopyObject', 'UploadPartCopy']), prices.s3Write),
    line('S3 HEAD and GET', meter.count(['HeadObject', 'GetObject']), prices.s3Read),
    line('DynamoDB write units', meter.sum('writeUnits'), prices.writeUnit),
    line('DynamoDB read units', meter.sum('readUnits'), prices.readUnit),
    line('EventBridge events', meter.count(['PutEvents']) + paymentEvents, prices.event),
    line('SQS requests', sqsRequests, prices.sqsRequest),
  ];
};

const gbSeconds = (lambdas: readonly LambdaUse[]): number =>
  lambdas.reduce(
    (sum, { runs, billedMs, memoryMiB }) =>
      sum + (runs * Math.ceil(billedMs) * memoryMiB) / 1024 / 1000,
    0,
  );

/** Dollars per order. */
export const costOf = (use: OrderUse): number =>
  costLines(use).reduce((sum, { usd }) => sum + usd, 0);

/** Both sagas' bills side by side, per 1,000 orders. */
export const costTable = (ours: OrderUse, plain: OrderUse): string => {
  const theirs = costLines(plain);
  const rows = costLines(ours).map(({ what, count, usd }, index) => {
    const other = theirs[index] ?? { count: 0, usd: 0 };
    return [what, amount(count), thousand(usd), amount(other.count), thousand(other.usd)];
  });
  const total = ['**total**', '—', thousand(costOf(ours)), '—', thousand(costOf(plain))];
  return table(
    ['per four-file order', ours.label, 'per 1,000', plain.label, 'per 1,000 (plain)'],
    [...rows, total],
  );
};

const amount = (count: number): string => (Number.isInteger(count) ? `${count}` : count.toFixed(3));

const thousand = (usd: number): string => `$${(usd * 1000).toFixed(4)}`;

/** Billable milliseconds per function and order. */
export const lambdaTable = (uses: readonly OrderUse[]): string =>
  table(
    ['saga', 'function', 'runs per order', 'billed ms (median)', 'memory MiB'],
    uses.flatMap(({ label, lambdas }) => [
      ...lambdas.map(({ name, runs, billedMs, memoryMiB }) => [
        label,
        name,
        `${runs}`,
        `${billedMs}`,
        `${memoryMiB}`,
      ]),
      [
        label,
        '**all**',
        `${lambdas.reduce((sum, { runs }) => sum + runs, 0)}`,
        `${lambdas.reduce((sum, { runs, billedMs }) => sum + runs * billedMs, 0)}`,
        '—',
      ],
    ]),
  );
