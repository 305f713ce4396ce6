import type { Batch, BatchRecord } from '../model/batch.ts';
import { type FileFacts, factsOf } from '../model/batch-record.ts';
import { isEvidence, isSameEtag } from '../model/etag.ts';
import type { FileGroup, RecordRanges } from '../model/record-ranges.ts';
import type { KnownObject, SourceFile, TransferOutcome } from '../model/transfer.ts';
import type { Batches, Destination, ListedObject } from '../ports.ts';
import { EarlierRecords } from './earlier-records.ts';
import { StoredObjects } from './stored-objects.ts';

/**
 * A file's fate without a look at its bytes, or what the engine should know before it looks.
 * `asThen`: the record of then says all of the file and its object as they are now.
 */
export type Known = { outcome: TransferOutcome } | { asThen: BatchRecord } | { known: KnownObject };

/** Files that are as an earlier batch left them. */
type Group = { earlierId: string; files: FileGroup };

const isSameTime = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && (a === b || Math.abs(Date.parse(a) - Date.parse(b)) <= 1);

/** True if the listing alone proves that the source is what the earlier batch moved. */
const isUnchanged = (now: BatchRecord, then: BatchRecord): boolean => {
  if (now.sizeBytes !== undefined && now.sizeBytes !== then.sizeBytes) return false;
  if (now.sha256 !== undefined) return now.sha256 === then.sha256;
  if (now.sizeBytes === undefined) return false;
  return now.sourceEtag !== undefined
    ? isSameEtag(now.sourceEtag, then.sourceEtag)
    : isSameTime(now.modifiedAt, then.modifiedAt);
};

/** True if nothing that a record says of its file is new; times may differ by a millisecond. */
const isSame = (now: BatchRecord, then: BatchRecord): boolean =>
  now.path === then.path &&
  now.key === then.key &&
  now.recordId === then.recordId &&
  now.contentType === then.contentType &&
  now.modifiedAt === then.modifiedAt &&
  now.sourceEtag === then.sourceEtag;

const newerReason = (now: BatchRecord, then: BatchRecord): string => {
  const versions =
    now.modifiedAt !== undefined && then.modifiedAt !== undefined
      ? `modified at ${now.modifiedAt}, and batch ${then.batchId} moved it as of ${then.modifiedAt}`
      : `other bytes than batch ${then.batchId} moved`;
  return `The source is no longer what was migrated: ${versions}. The object was left as it is.`;
};

/** The outcome of a file that is as an earlier batch left it. */
export const skipped = (record: BatchRecord, then: BatchRecord): TransferOutcome => ({
  recordId: record.recordId,
  attempts: 0,
  outcome: 'skipped',
  reason: `Unchanged since batch ${then.batchId}.`,
  ...(then.sizeBytes !== undefined && { sizeBytes: then.sizeBytes }),
  ...(then.sha256 !== undefined && { sha256: then.sha256 }),
  ...(then.versionId !== undefined && { versionId: then.versionId }),
  ...(then.storedEtag !== undefined && { etag: then.storedEtag }),
});

/** Sources whose listing is in the order of the keys they get. */
export const isInKeyOrder = ({ source, register, stripFolders }: Batch['plan']): boolean =>
  source.kind !== 'sql' && register === undefined && stripFolders === undefined;

/** A migration of files that an earlier batch moved. Unchanged files are neither read nor sent. */
export class SecondPass {
  readonly #plan: Batch['plan'];
  readonly #earlier: EarlierRecords;
  readonly #ranges: RecordRanges | undefined;
  /** Only where keys come in order. Otherwise the engine looks under each key. */
  readonly #stored: StoredObjects | undefined;

  /** `undefined` for a first pass. */
  static async begin(
    { batches, destination }: { batches: Batches; destination: Pick<Destination, 'list'> },
    batch: Batch,
  ): Promise<SecondPass | undefined> {
    const earlier = await EarlierRecords.find(batches, batch);
    return earlier && new SecondPass(batch.plan, earlier, { batches, destination });
  }

  private constructor(
    plan: Batch['plan'],
    earlier: EarlierRecords,
    { batches, destination }: { batches: Batches; destination: Pick<Destination, 'list'> },
  ) {
    this.#plan = plan;
    this.#earlier = earlier;
    this.#ranges = batches.ranges;
    if (isInKeyOrder(plan)) this.#stored = new StoredObjects(destination);
  }

  /** Verdicts on these records, in their order; none for new files, and for failed records. */
  async judge(records: readonly BatchRecord[]): Promise<(Known | undefined)[]> {
    const takable = records.filter(({ failure }) => failure === undefined);
    const earlier = await this.#earlier.of(takable);
    const then = records.map(({ recordId }) => earlier.get(recordId));
    const stored = await this.#stored?.find(
      records.flatMap(({ key }, index) => (then[index] ? [key] : [])),
    );
    let looks = 0;
    return records.map((record, index) => {
      const before = then[index];
      if (!before) return undefined;
      looks += 1;
      return this.#judgeOne(record, before, stored?.[looks - 1]);
    });
  }

  /**
   * The newest earlier batch, if all of these files and their objects are as it left them: its
   * journal compares them as a group.
   */
  async unchangedSince(files: readonly SourceFile[]): Promise<Group | undefined> {
    const earlierId = this.#earlier.newestId;
    if (!this.#ranges || !this.#stored || earlierId === undefined) return undefined;
    const group: FileFacts[] = [];
    for (const file of files) {
      const facts = factsOf(this.#plan, file);
      if (!facts) return undefined;
      group.push(facts);
    }
    const etags = await this.#ranges.etagsOf(earlierId, group);
    if (!etags) return undefined;
    const stored = await this.#stored.find(group.map(({ key }) => key));
    const isThere = group.every(
      ({ sizeBytes }, index) =>
        stored[index]?.sizeBytes === sizeBytes && isSameEtag(stored[index]?.etag, etags[index]),
    );
    return isThere ? { earlierId, files: group } : undefined;
  }

  async close(): Promise<void> {
    await this.#stored?.close();
  }

  #judgeOne(
    record: BatchRecord,
    then: BatchRecord,
    stored: ListedObject | undefined,
  ): Known | undefined {
    const unchanged = isUnchanged(record, then);
    if (this.#stored) {
      if (!stored) return undefined;
      if (stored.sizeBytes === then.sizeBytes && isSameEtag(stored.etag, then.storedEtag)) {
        if (unchanged && isSame(record, then)) return { asThen: then };
        if (unchanged) return { outcome: skipped(record, then) };
        if (this.#isChangedAtSight(record, then)) return { outcome: this.#changed(record, then) };
      }
    }
    const { sizeBytes, sha256, storedEtag } = then;
    return {
      known: {
        unchanged,
        ...(sizeBytes !== undefined && { sizeBytes }),
        ...(sha256 !== undefined && { sha256 }),
        ...(isEvidence(storedEtag) && { etag: storedEtag }),
        ifOther: newerReason(record, then),
      },
    };
  }

  #isChangedAtSight({ sizeBytes }: BatchRecord, then: BatchRecord): boolean {
    return (
      this.#plan.onConflict === 'skip' && sizeBytes !== undefined && sizeBytes !== then.sizeBytes
    );
  }

  #changed(record: BatchRecord, then: BatchRecord): TransferOutcome {
    const { recordId } = record;
    return { recordId, attempts: 0, outcome: 'changed', reason: newerReason(record, then) };
  }
}
