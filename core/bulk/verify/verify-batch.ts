import { inGroups, inItems } from '../../shared/in-groups.ts';
import { readBatch } from '../change-batch.ts';
import type { Batch, BatchRecord } from '../model/batch.ts';
import { pathAt, recordIdAt, uploadIdOf } from '../model/batch-names.ts';
import { isArrived } from '../model/batch-record.ts';
import { isInShard } from '../model/path-selection.ts';
import {
  type IdRange,
  isWithin,
  nothingVerified,
  type Verification,
} from '../model/verification.ts';
import type { Batches, Destination } from '../ports.ts';
import type { Registry } from '../register-files.ts';
import { type CompareDeps, compareSources } from './compare-sources.ts';
import { checkRecord, type Problem } from './verify-record.ts';

export type VerifyDeps = {
  batches: Batches;
  destination: Pick<Destination, 'head' | 'list' | 'sha256'>;
  uploads?: Registry;
  /** With it, files are compared with their sources as well. */
  sources?: Omit<CompareDeps, 'batches'>;
};

/** Where a verification continues that ran out of time: after this record, or after this object. */
export type VerifyPosition = { list: 'records' | 'objects'; after?: string };

export type VerifyOptions = {
  signal: AbortSignal;
  /**
   * False: a file is compared by the SHA-256 that storage keeps of it, and read where there is
   * none. By default true: every file is read.
   */
  readsAll?: boolean;
  /** Only records with these ids, and objects with these names below the prefix. */
  ids?: IdRange;
  from?: VerifyPosition;
  /** Called when the signal ended the verification early. */
  onLeft?: (position: VerifyPosition) => void;
  onProblem: (problem: Problem) => unknown;
  onChecked?: (record: BatchRecord) => void;
};

/** Files looked at side by side; each may be read in full. */
const readAtOnce = 16;

/** The SDK opens 50 connections to a host. */
const lookedAtOnce = 48;

/**
 * Compares every file of a batch with its record, then looks for objects below the prefix that no
 * record names; with `sources`, compares the files with these too. Changes nothing.
 */
export const verifyBatch = async (
  deps: VerifyDeps,
  batchId: string,
  options: VerifyOptions,
): Promise<Verification> => {
  const batch = await readBatch(deps, batchId);
  const result: Verification = { ...nothingVerified };
  const progress = { result, seen: new SeenKeys() };
  const isThrough = await checkRecords(deps, batch, progress, options);
  if (isThrough) await checkObjects(deps, batch, progress, options);
  await checkSources(deps, batch, result, options);
  return result;
};

/**
 * Keys of records that this call read: their objects need no look-up. A slice has fewer; of a whole
 * batch the memory is bounded.
 */
class SeenKeys {
  readonly #keys = new Set<string>();

  add(key: string): void {
    if (this.#keys.size < 100_000) this.#keys.add(key);
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }
}

type Progress = { result: Verification; seen: SeenKeys };

const checkRecords = async (
  deps: VerifyDeps,
  batch: Batch,
  { result, seen }: Progress,
  options: VerifyOptions,
): Promise<boolean> => {
  const { list = 'records', after } = options.from ?? {};
  if (list !== 'records') return true;
  let position: VerifyPosition = { list, ...(after !== undefined && { after }) };
  const part = { ...options.ids, ...(after !== undefined && { after }) };
  const listed = deps.batches.records(batch.batchId, undefined, part);
  for await (const group of inGroups(listed, atOnce(options))) {
    if (options.signal.aborted) {
      options.onLeft?.(position);
      return false;
    }
    for (const { key } of group) seen.add(key);
    const records = group.filter(isArrived);
    const problems = await Promise.all(
      records.map((record) => checkRecord(deps, batch, record, options)),
    );
    const last = group.at(-1);
    if (last) position = { list, after: last.recordId };
    for (const [index, record] of records.entries()) {
      result.checked += 1;
      result.bytes += record.sizeBytes ?? 0;
      options.onChecked?.(record);
      await tell(problems[index], result, options);
    }
  }
  return true;
};

const atOnce = ({ readsAll = true }: VerifyOptions): number =>
  readsAll ? readAtOnce : lookedAtOnce;

const tell = async (
  found: Problem | undefined,
  result: Verification,
  { onProblem }: VerifyOptions,
): Promise<void> => {
  if (!found) return;
  result[found.kind] = (result[found.kind] ?? 0) + 1;
  await onProblem(found);
};

const checkObjects = async (
  deps: VerifyDeps,
  batch: Batch,
  { result, seen }: Progress,
  options: VerifyOptions,
): Promise<void> => {
  const { list, after } = options.from ?? {};
  let position: VerifyPosition = {
    list: 'objects',
    ...(list === 'objects' && after !== undefined && { after }),
  };
  const listed = listKeys(deps, batch, { ids: options.ids, after: position.after });
  for await (const objects of inGroups(listed, atOnce(options))) {
    if (options.signal.aborted) return options.onLeft?.(position);
    const last = objects.at(-1);
    if (last) position = { list: 'objects', after: last.key };
    const named = await Promise.all(
      objects.map(({ key }) => seen.has(key) || isNamed(deps, batch, key)),
    );
    for (const [index, { key }] of objects.entries()) {
      result.objects += 1;
      if (!named[index])
        await tell({ kind: 'unreferenced', key, detail: 'No record names it.' }, result, options);
    }
  }
};

/** Keys in byte order, from the first one of the range to its last one. */
async function* listKeys(
  { destination }: VerifyDeps,
  { plan: { target } }: Batch,
  { ids = {}, after }: { ids?: IdRange | undefined; after: string | undefined },
): AsyncGenerator<{ key: string }> {
  const above = ids.above === undefined ? undefined : `${target.prefix}${ids.above}`;
  for await (const object of inItems(destination.list(after ?? above))) {
    if (!isWithin({ ...ids, above: undefined }, object.key.slice(target.prefix.length))) return;
    yield object;
  }
}

/** A record of this batch, of another one that shares the prefix, or an upload of the registry. */
const isNamed = async (
  deps: VerifyDeps,
  { batchId, plan }: Batch,
  key: string,
): Promise<boolean> => {
  // Another machine's journal has the records of the other shards.
  if (plan.shard && !plan.register && !isInShard(plan.shard, pathAt(plan, key))) return true;
  const recordId = recordIdAt(plan, key);
  if ((await deps.batches.record(batchId, recordId))?.key === key) return true;
  const { metadata } = (await deps.destination.head(key)) ?? { metadata: undefined };
  // Gone since it was listed: nothing is left over.
  if (!metadata) return true;
  const { 'keepsake-batch': ofBatch, 'keepsake-record': ofRecord } = metadata;
  const other = ofBatch && ofRecord && (await deps.batches.record(ofBatch, ofRecord));
  if (other && other.key === key) return true;
  return (
    plan.register !== undefined && (await deps.uploads?.find(uploadIdOf(recordId)))?.key === key
  );
};

const checkSources = async (
  deps: VerifyDeps,
  batch: Batch,
  result: Verification,
  options: VerifyOptions,
): Promise<void> => {
  if (!deps.sources || options.signal.aborted) return;
  result.stale = 0;
  await compareSources({ ...deps.sources, batches: deps.batches }, batch, {
    signal: options.signal,
    onStale: ({ key, path }, detail) => tell({ kind: 'stale', key, path, detail }, result, options),
  });
};
