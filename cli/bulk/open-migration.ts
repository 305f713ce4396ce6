import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { every } from '../../adapters/bulk/every.ts';
import { listByWire } from '../../adapters/bulk/listing/wire-pages.ts';
import {
  type BandwidthStep,
  concurrencyWithin,
} from '../../adapters/bulk/transfer/engine/bandwidth.ts';
import type { Patience } from '../../adapters/bulk/transfer/engine/patience.ts';
import { TransferEngine } from '../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOptions } from '../../adapters/bulk/transfer/engine/transfer-options.ts';
import type { Batch, BatchPlan } from '../../core/bulk/model/batch.ts';
import type { DatabaseIdentity } from '../../core/bulk/model/database-identity.ts';
import { PathSelection } from '../../core/bulk/model/path-selection.ts';
import type { Destination } from '../../core/bulk/ports.ts';
import type { RunDeps } from '../../core/bulk/run-batch.ts';
import { type Access, reachedPlace, s3ClientOf, targetAccess } from '../aws-access.ts';
import { CommandProblem } from '../command-problem.ts';
import { numberOf, textOf } from '../option-values.ts';
import type { Values } from '../options.ts';
import type { Output } from '../output.ts';
import type { Settings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { databasePatience } from './database/database-patience.ts';
import { openRows } from './database/open-rows.ts';
import { filedPassword } from './database/password-file.ts';
import { bandwidthOf } from './engine-options.ts';
import { holderName } from './holder.ts';
import { LateDestination } from './late-destination.ts';
import { assertOneService } from './one-service.ts';
import { ownFiles } from './own-files.ts';
import { type Proof, proveDestination } from './prove-destination.ts';
import { engineSettingsOf } from './sources/all-sources.ts';
import { type NewSource, openAgain, openNewSource } from './sources/new-source.ts';
import { type Sight, selecting } from './sources/sight.ts';

/** Everything a run of one batch works with. */
export type Migration = RunDeps & {
  /** SQL sources: the database this command reaches, proved to be the batch's. */
  database?: DatabaseIdentity;
  /** As it is to be recorded: a prefix may have turned out to be one object. */
  plan: BatchPlan;
  selection: PathSelection;
  sight: Sight;
  /** With the database of a source. */
  patience: Patience;
  close: () => Promise<void>;
};

/** The engine for a plan. The engine finds out whether the destination honours conditions. */
export const openEngine = async (
  plan: BatchPlan,
  access: Access,
  values: Values,
): Promise<TransferEngine> =>
  new TransferEngine({ ...(await engineOptionsOf(plan, access, values)), conditions: 'unknown' });

const engineOptionsOf = async (
  plan: BatchPlan,
  access: Access,
  values: Values,
): Promise<TransferOptions> => {
  const { target } = plan;
  if ((textOf(values, 'checksum') ?? 'sha256') !== 'sha256')
    throw new CommandProblem('--checksum knows sha256 only.');
  const threads = numberOf(values, 'threads', 0);
  const retries = numberOf(values, 'retries', 0);
  const patience = numberOf(values, 'patience', 0);
  const bandwidth = bandwidthOf(values);
  const serverSide = values['server-side'] === true;
  if (serverSide) await assertOneService(plan, access);
  return {
    target: { place: reachedPlace(access), bucket: target.bucket, credentials: access.credentials },
    ...(await engineSettingsOf(plan)),
    concurrency: concurrencyOf(values, bandwidth),
    ...(bandwidth && { bandwidth }),
    ...(serverSide && { serverSide }),
    ...(threads !== undefined && { threads }),
    ...(retries !== undefined && { retries }),
    ...(patience !== undefined && { patienceMs: patience * 1_000 }),
  };
};

const concurrencyOf = (values: Values, bandwidth: BandwidthStep[] | undefined): number | 'auto' => {
  const isAuto = (textOf(values, 'concurrency') ?? 'auto') === 'auto';
  const wanted = isAuto ? undefined : numberOf(values, 'concurrency', 1);
  return wanted ?? (bandwidth ? concurrencyWithin(bandwidth) : 'auto');
};

/** A batch's destination, for reading and removing. Runs that only send never need it. */
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
  const { bucket, prefix } = target;
  const reached = { place: reachedPlace(access), credentials: access.credentials };
  const list: Destination['list'] = (after) => listByWire(reached, { bucket, prefix, after });
  return { destination: new LateDestination(open, list), access };
};

type Wanted = {
  workspace: Workspace;
  settings: Settings;
  values: Values;
  positionals: readonly string[];
  output: Output;
  /** How to prove the destination first; without it nothing is sent. */
  proof?: Proof;
  /** The batch is not on record yet: its source is proved as well. */
  isNew?: boolean;
};

/**
 * Opens source, destination and engine of a batch, and proves what it is asked to prove. Throws
 * `CommandProblem`, `InvalidInput`, `BatchRefused` for another database than the batch's.
 */
export const openMigration = async (batch: Batch, wanted: Wanted): Promise<Migration> => {
  const { plan } = batch;
  const { workspace, settings, values } = wanted;
  const [operand] = wanted.positionals;
  const patience = workspace.patience ?? databasePatience(wanted);
  assertStage(plan, workspace);
  const selection = new PathSelection(plan);
  const { destination, access } = await openDestination(plan, settings);
  // Reports wrong options before opening anything; threads start with the first file.
  const transfers = await openEngine(plan, access, values);
  // First: nothing of another database may be listed.
  const { rows, found } =
    (await openRows(batch, {
      ...{ values, access, patience },
      ...(operand !== undefined && { operand }),
    })) ?? {};
  const opened = await openProved(plan, access, { ...wanted, patience }).catch(async (error) => {
    await rows?.close();
    throw error;
  });
  const { source, sight } = opened;
  try {
    if (wanted.isNew && wanted.proof === 'write') await rows?.rehearse(batch.batchId);
  } catch (error) {
    await Promise.all([source.close(), rows?.close()]);
    throw error;
  }
  return {
    batches: workspace.batches,
    source,
    destination,
    transfers,
    clock: new SystemClock(),
    every,
    holder: holderName(),
    plan: opened.plan,
    selection,
    sight,
    patience,
    selects: selecting(selection, sight),
    ...(workspace.stage && { uploads: workspace.stage.uploads }),
    ...(rows && { rows }),
    ...(found && { database: found }),
    close: async () => {
      await Promise.all([transfers.close(), source.close(), rows?.close()]);
    },
  };
};

const assertStage = ({ register }: BatchPlan, { stage }: Workspace): void => {
  if (register && !stage)
    throw new CommandProblem(
      'The batch registers its files in a stage. Name it with --stage, or --local.',
    );
};

/**
 * Opens the source first, so that its problems are reported without a request to the destination.
 * A new batch's source may turn out to be one object, and has a plan of its own then.
 */
const openProved = async (
  plan: BatchPlan,
  access: Access,
  {
    positionals: [operand],
    values,
    settings,
    proof,
    output,
    isNew = false,
    patience,
  }: Wanted & { patience: Patience },
): Promise<NewSource> => {
  const own = { ownFiles: ownFiles(values, settings) };
  const opening = { operand, password: filedPassword(values), patience, ...own };
  const opened = await (isNew ? openNewSource : openAgain)(plan, opening);
  try {
    if (proof) await proveDestination(plan, access, { proof, output });
    return opened;
  } catch (error) {
    // A database's connection would keep the process alive.
    await opened.source.close();
    throw error;
  }
};
