import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { selectionOf } from '../../adapters/bulk/path-selection.ts';
import { TransferEngine } from '../../adapters/bulk/transfer/engine/transfer-engine.ts';
import { placeAt } from '../../adapters/bulk/transfer/s3/s3-place.ts';
import type { Batch, BatchPlan } from '../../core/bulk/model/batch.ts';
import type { Destination, Every, FileSource } from '../../core/bulk/ports.ts';
import type { RunDeps } from '../../core/bulk/run-batch.ts';
import { type Access, s3ClientOf, sourceAccess, targetAccess } from '../aws-access.ts';
import { CommandProblem } from '../command-problem.ts';
import { numberOf, textOf } from '../option-values.ts';
import type { Values } from '../options.ts';
import type { Place } from '../place.ts';
import type { Settings } from '../settings.ts';
import { holderName } from './holder.ts';
import { LateDestination } from './late-destination.ts';
import { openRows } from './open-rows.ts';
import { httpPolicyOf, openSource } from './open-source.ts';

/** Everything a run of one batch works with. */
export type Migration = RunDeps & { close: () => Promise<void> };

const every: Every = (seconds, task) => {
  const timer = setInterval(() => void task(), seconds * 1000).unref();
  return () => clearInterval(timer);
};

const concurrencyOf = (values: Values): number | 'auto' =>
  textOf(values, 'concurrency') === 'auto'
    ? 'auto'
    : (numberOf(values, 'concurrency', 1) ?? 'auto');

const engineFor = async (
  plan: BatchPlan,
  access: Access,
  values: Values,
): Promise<TransferEngine> => {
  const { source, target } = plan;
  if ((textOf(values, 'checksum') ?? 'sha256') !== 'sha256')
    throw new CommandProblem('--checksum knows sha256 only.');
  const http = httpPolicyOf(plan);
  const from = source.kind === 's3' ? await sourceAccess(source.options) : undefined;
  const threads = numberOf(values, 'threads', 0);
  const retries = numberOf(values, 'retries', 0);
  return new TransferEngine({
    target: { place: placeAt(access), bucket: target.bucket, credentials: access.credentials },
    ...(from && { source: { place: placeAt(from), credentials: from.credentials } }),
    ...(http && { http }),
    concurrency: concurrencyOf(values),
    ...(threads !== undefined && { threads }),
    ...(retries !== undefined && { retries }),
  });
};

/**
 * The destination of a batch, for looking and removing. A run that only sends never needs it, nor
 * the SDK.
 */
export const openDestination = async (
  { target }: BatchPlan,
  settings: Settings,
): Promise<{ destination: Destination; access: Access }> => {
  const access = await targetAccess(settings, target);
  const open = async (): Promise<Destination> => {
    const { S3Destination } = await import('../../adapters/bulk/s3-destination.ts');
    return new S3Destination(await s3ClientOf(access), {
      bucket: target.bucket,
      prefix: target.prefix,
    });
  };
  return { destination: new LateDestination(open), access };
};

type Wanted = {
  place: Place;
  settings: Settings;
  values: Values;
  positionals: readonly string[];
  /** True for a run: what it writes to is put on record. */
  records: boolean;
};

/**
 * Opens source, destination and engine of a batch. Throws `CommandProblem`, `InvalidInput`,
 * `BatchRefused` for another database than the batch's.
 */
export const openMigration = async (
  batch: Batch,
  { place, settings, values, positionals: [operand], records }: Wanted,
): Promise<Migration> => {
  const { plan } = batch;
  if (plan.register && !place.stage)
    throw new CommandProblem(
      'The batch registers its files in a stage. Name it with --stage, or --local.',
    );
  // First: nothing of another database may be listed.
  const rows = await openRows(batch, { place, values, operand, records });
  const source: FileSource = await openSource(plan, operand);
  const { destination, access } = await openDestination(plan, settings);
  const transfers = await engineFor(plan, access, values);
  return {
    batches: place.batches,
    source,
    destination,
    transfers,
    clock: new SystemClock(),
    every,
    holder: holderName(),
    selects: selectionOf(plan),
    ...(place.stage && { uploads: place.stage.uploads }),
    ...(rows && { rows }),
    close: async () => {
      await Promise.all([transfers.close(), source.close(), rows?.close()]);
    },
  };
};
