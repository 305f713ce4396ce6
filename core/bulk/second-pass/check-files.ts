import { inGroups, inItems } from '../../shared/in-groups.ts';
import type { Clock } from '../../shared/ports.ts';
import type { BatchPlan, BatchRecord } from '../model/batch.ts';
import { pathAt } from '../model/batch-names.ts';
import { planRecord } from '../model/batch-record.ts';
import { jobOf } from '../model/job-of-record.ts';
import type { Selects } from '../model/path-selection.ts';
import {
  isShutFolder,
  type SourceFile,
  type TransferJob,
  type TransferOutcome,
} from '../model/transfer.ts';
import type { Destination, FileSource, StoredObject, Transfers } from '../ports.ts';
import { hashStored } from '../verify/hash-stored.ts';
import { isInKeyOrder } from './second-pass.ts';
import { StoredObjects } from './stored-objects.ts';

export type CheckDeps = {
  source: FileSource;
  destination: Pick<Destination, 'head' | 'list' | 'sha256'>;
  transfers: Pick<Transfers, 'hash'>;
  selects: Selects;
  clock: Clock;
};

/** `extra`: an object below the prefix that no file of the source has. */
export const differences = ['missing', 'differs', 'extra', 'unreadable'] as const;

export type Difference = {
  kind: (typeof differences)[number];
  path: string;
  key: string;
  detail: string;
};

export type CheckOptions = {
  signal: AbortSignal;
  /** Compare sizes, and read nothing. */
  sizeOnly: boolean;
  /** Do not look for extra objects. */
  oneWay: boolean;
  onDifference: (difference: Difference) => unknown;
};

/** `same`: files with the same bytes, or of the same size where only sizes were compared. */
export type Check = { same: number; bytes: number } & Record<Difference['kind'], number>;

/** More at once would wait for each other's connections. */
const looksAtOnce = 50;

/** Compares every selected file of a source with the object under its key. Changes nothing. */
export const checkFiles = (
  deps: CheckDeps,
  plan: BatchPlan,
  options: CheckOptions,
): Promise<Check> => new Comparison(deps, plan, options).run();

type Stored = Pick<StoredObject, 'sizeBytes' | 'sha256'>;

type Pair = { record: BatchRecord; file: SourceFile; stored: Stored | undefined };

/** Compares a source with a destination, both as they are now. Changes nothing. */
class Comparison {
  readonly #deps: CheckDeps;
  readonly #plan: BatchPlan;
  readonly #options: CheckOptions;
  readonly #reading = new Map<string, Pair>();
  /** Sizes are in the destination's list; hashes are not, nor are keys of rows in its order. */
  readonly #listed: StoredObjects | undefined;
  readonly #counts: Check = { same: 0, bytes: 0, missing: 0, differs: 0, extra: 0, unreadable: 0 };

  constructor(deps: CheckDeps, plan: BatchPlan, options: CheckOptions) {
    this.#deps = deps;
    this.#plan = plan;
    this.#options = options;
    if (options.sizeOnly && isInKeyOrder(plan)) this.#listed = new StoredObjects(deps.destination);
  }

  async run(): Promise<Check> {
    const { transfers } = this.#deps;
    const { signal, oneWay } = this.#options;
    // Of a bucket that is not there, every object would be missing.
    for await (const _page of this.#deps.destination.list()) break;
    for await (const outcome of transfers.hash(this.#jobs(), signal)) {
      const pair = this.#reading.get(outcome.recordId);
      this.#reading.delete(outcome.recordId);
      if (pair) await this.#judge(pair, outcome);
    }
    await this.#listed?.close();
    if (!oneWay && !signal.aborted) await this.#findExtra();
    return this.#counts;
  }

  /** Files of which the bytes have to be read. The others are judged on the way. */
  async *#jobs(): AsyncGenerator<TransferJob> {
    for await (const files of inGroups(this.#list(), looksAtOnce)) {
      for (const pair of await this.#lookAt(files)) {
        const { record, file, stored } = pair;
        const difference = differenceAtSight(pair);
        if (difference) await this.#differ(pair, ...difference);
        else if (this.#options.sizeOnly) this.#agree(pair);
        else if (stored) {
          this.#reading.set(record.recordId, pair);
          yield { ...jobOf(this.#plan, record, file.location), expected: {} };
        }
      }
    }
  }

  async #lookAt(files: readonly SourceFile[]): Promise<Pair[]> {
    const now = this.#deps.clock.now().toISOString();
    const batch = { batchId: 'check', plan: this.#plan };
    const records = files.map((file) => ({ file, record: planRecord(batch, file, now) }));
    const wanted = records.filter(({ record }) => !record.failure).map(({ record }) => record.key);
    const stored = new Map(
      (await this.#find(wanted)).map((object, index) => [wanted[index], object]),
    );
    return records.map((one) => ({ ...one, stored: stored.get(one.record.key) }));
  }

  #find(keys: readonly string[]): Promise<(Stored | undefined)[]> {
    if (this.#listed) return this.#listed.find(keys);
    return Promise.all(keys.map((key) => this.#deps.destination.head(key)));
  }

  async #judge(pair: Pair, outcome: TransferOutcome): Promise<void> {
    if (outcome.outcome === 'failed') return this.#differ(pair, 'unreadable', outcome.message);
    if (outcome.outcome !== 'transferred') return this.#differ(pair, 'differs', outcome.reason);
    const { key } = pair.record;
    const stored = pair.stored?.sha256 ?? (await hashStored(this.#deps.destination, { key }));
    if (stored === undefined)
      await this.#differ(pair, 'missing', 'The object went away while it was read.');
    else if (stored === outcome.sha256) this.#agree(pair);
    else await this.#differ(pair, 'differs', 'Source and destination have other bytes.');
  }

  /** Objects whose path is not selected are not compared. */
  async #findExtra(): Promise<void> {
    const { source, destination, selects } = this.#deps;
    for await (const objects of inGroups(inItems(destination.list()), looksAtOnce)) {
      if (this.#options.signal.aborted) return;
      const wanted = objects
        .map(({ key }) => ({ key, path: pathAt(this.#plan, key) }))
        .filter(({ path }) => selects(path));
      const files = await Promise.all(wanted.map(({ path }) => source.stat(path)));
      for (const [index, { key, path }] of wanted.entries())
        if (!files[index])
          await this.#tell({ kind: 'extra', path, key, detail: 'The source has no such file.' });
    }
  }

  #agree({ stored }: Pair): void {
    this.#counts.same += 1;
    this.#counts.bytes += stored?.sizeBytes ?? 0;
  }

  #differ(
    { record: { path, key } }: Pair,
    kind: Difference['kind'],
    detail: string,
  ): Promise<void> {
    return this.#tell({ kind, path, key, detail });
  }

  async #tell(difference: Difference): Promise<void> {
    this.#counts[difference.kind] += 1;
    await this.#options.onDifference(difference);
  }

  async *#list(): AsyncGenerator<SourceFile> {
    for await (const file of inItems(this.#deps.source.list())) {
      if (this.#options.signal.aborted) return;
      if (this.#deps.selects(file.path, isShutFolder(file))) yield file;
    }
  }
}

const differenceAtSight = ({
  record,
  file,
  stored,
}: Pair): [Difference['kind'], string] | undefined => {
  const problem = file.problem ?? record.failure;
  if (problem) return ['unreadable', problem.message];
  if (!stored) return ['missing', 'The destination has no such object.'];
  return file.sizeBytes === undefined || file.sizeBytes === stored.sizeBytes
    ? undefined
    : ['differs', `The source has ${file.sizeBytes} bytes, the object ${stored.sizeBytes}.`];
};
