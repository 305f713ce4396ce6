import { dryRunBatch, type Fate, isSent } from '../../core/bulk/dry-run-batch.ts';
import type { BatchRecord } from '../../core/bulk/model/batch.ts';
import { Estimate, type Price } from '../../core/bulk/model/batch-price.ts';
import type { Context } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { bytesText, dollarsText, filesText } from '../figures.ts';
import type { Output } from '../output.ts';
import { nextCommand } from './next-command.ts';
import { limitsOf, watchLimits } from './run-limits.ts';
import { beginWork, type MigrationWork, onInterrupt } from './run-migration.ts';
import { sayEmpty } from './say/empty-source.ts';
import { sayUnmatched } from './say/unmatched-patterns.ts';
import { sayWaiting } from './waiting.ts';

/** The engine's own sizes: larger files go in parts. */
const parts = { thresholdBytes: 64 * 2 ** 20, partBytes: 8 * 2 ** 20 };

/** Tries a batch dry: reports each file's fate and the cost, and records the findings. */
export const tryDry = async (work: MigrationWork, context: Context): Promise<number> => {
  const { batch } = work;
  const { output } = context;
  const [estimate, fates] = [new Estimate(parts), new Map<Fate, number>()];
  const limits = limitsOf(context.values);
  const migration = await beginWork(work, context, 'look');
  const { signal, stop, off } = onInterrupt(output);
  const watch = watchLimits(limits, stop);
  const onFate = (record: BatchRecord, fate: Fate): Promise<void> => {
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
    if (isSent(fate)) estimate.add(record.sizeBytes ?? 0);
    return sayFate(output, record, fate);
  };
  const stopSaying = sayWaiting(output, [migration.transfers]);
  const stopped = await dryRunBatch(migration, batch.batchId, { signal, onFate }).finally(() => {
    watch.close();
    off();
    stopSaying();
    return migration.close();
  });
  const isEmpty = !stopped && sayEmpty(migration, batch, output);
  if (!stopped) sayUnmatched(migration.selection, batch, output);
  const price = estimate.price(batch.plan);
  const summary = {
    batchId: batch.batchId,
    fates: Object.fromEntries(fates),
    files: estimate.files,
    bytes: estimate.bytes,
    requests: estimate.requests,
    price,
  };
  await output.result(
    [
      '',
      `${filesText(estimate.files)}, ${bytesText(estimate.bytes)} to send in ` +
        `${estimate.requests} requests.`,
      ...overwriteLines(fates),
      ...priceLines(price),
    ],
    summary,
  );
  const [id, next] = [batch.batchId, (words: string) => nextCommand(words, context.settings)];
  output.say(
    stopped
      ? `Stopped (${stopped.reason}). Go on with: ${next(`migrate --dry-run --resume ${id}`)}`
      : `Do it with: ${next(`resume ${id}`)}`,
  );
  if (stopped) return exitCodes.interrupted;
  return isEmpty || fates.has('cannot be read') ? exitCodes.withErrors : exitCodes.done;
};

const sayFate = (
  output: Output,
  { path, sizeBytes = 0, failure }: BatchRecord,
  fate: Fate,
): Promise<void> =>
  output.result(
    `${fate.padEnd(28)} ${bytesText(sizeBytes).padStart(9)}  ` +
      `${path}${failure ? `  (${failure.message})` : ''}`,
    {
      path,
      sizeBytes,
      fate,
      failure,
    },
  );

/** Overwritten versions stay in the bucket, and on the bill. */
const overwriteLines = (fates: ReadonlyMap<Fate, number>): string[] => {
  const sure = fates.get('overwrite') ?? 0;
  const files = sure + (fates.get('overwrite if bytes differ') ?? 0);
  if (files === 0) return [];
  const most = files > sure ? 'up to ' : '';
  return [
    `Of these, ${most}${filesText(files)} would overwrite what is there; it stays as older ` +
      `versions, which are billed on.`,
  ];
};

const priceLines = (price: Price | undefined): string[] =>
  price
    ? [
        `About ${dollarsText(price.requests)} for requests, ` +
          `${dollarsText(price.storagePerMonth)} a month for storage, ` +
          `${dollarsText(price.egress)} at most for leaving the source;`,
        `each verify from outside the cloud about ${dollarsText(price.verify)}. ` +
          `${price.prices}.`,
      ]
    : ['Nobody published the prices of this endpoint here: no estimate.'];
