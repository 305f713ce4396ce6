import type { ColdReport } from './cold/cold-report.ts';
import { costLines, type OrderUse } from './order-cost.ts';
import { ms } from './table.ts';
import { emulatorSleepMs, type WallTimes } from './wall-time.ts';
import type { CountedOrder } from './warm/calls.ts';

type Measured = {
  counted: readonly CountedOrder[];
  wall: WallTimes;
  uses: readonly [OrderUse, OrderUse];
  cold: ColdReport;
};

/** The figures where Keepsake loses, or gains little. */
export const losses = ({ counted, wall, uses, cold }: Measured): string =>
  [records(uses), wallTime(wall), coldStarts(cold), streaming(counted)]
    .map((line) => `- ${line}`)
    .join('\n');

const records = ([ours, plain]: Measured['uses']): string => {
  const [our, their] = [ours, plain].map(
    ({ calls: { meter } }) =>
      `${meter.sum('writeUnits')} write and ${meter.sum('readUnits')} read units`,
  );
  const more = ((dynamoUsd(ours) - dynamoUsd(plain)) * 1000).toFixed(4);
  return (
    `DynamoDB: ${our} per four-file order, ${their} in the plain saga, $${more} more per ` +
    '1,000. It buys the intent before each copy and the fencing reads.'
  );
};

const dynamoUsd = (use: OrderUse): number =>
  costLines(use)
    .filter(({ what }) => what.startsWith('DynamoDB'))
    .reduce((sum, { usd }) => sum + usd, 0);

const wallTime = ({ bare, inProcess, ours }: WallTimes): string => {
  const own = ours - emulatorSleepMs;
  return (
    `Wall time: ${ms(inProcess)} ms in one process is ${(inProcess / bare).toFixed(1)} times ` +
    `the bare S3 calls (records and proof), ${ms(own)} ms deployed is ` +
    `${(own / bare).toFixed(1)} times.`
  );
};

const coldStarts = ({ functions }: ColdReport): string => {
  const ratios = functions.map(([ours, theirs]) => ours.totalMs / theirs.totalMs);
  const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;
  const half = ratios.filter((ratio) => ratio <= 0.5).length;
  return (
    `Cold start: import and first use take ${percent(Math.min(...ratios))} to ` +
    `${percent(Math.max(...ratios))} of the default bundle's; ${half} of ${ratios.length} ` +
    `functions are at half or below. What is left is mostly the SDK's DynamoDB client, which ` +
    'both have.'
  );
};

const streaming = (counted: readonly CountedOrder[]): string => {
  const order = counted.find(({ label }) => label.includes('without'));
  const gets = order ? order.meter.count(['GetObject']) / order.files : 0;
  return (
    `Sources without a SHA-256 in S3 (nothing our presigned PUT lets in) cost ${gets} GET per ` +
    'file: both sides are read and hashed.'
  );
};
