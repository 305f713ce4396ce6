import type { TransferJob, TransferOutcome, Verdict } from '../../core/bulk/model/transfer.ts';
import type { Transfers } from '../../core/bulk/ports.ts';
import { DestinationExists, InvalidInput, TransientFault } from '../../core/errors.ts';
import type { ObjectFacts, ObjectRef, ObjectStore } from '../../core/storage/ports.ts';
import { asTheyFinish } from '../aws/as-they-finish.ts';
import { type S3Job, s3Job, verdictOf } from './s3-copy-jobs.ts';

type Options = {
  objects: Pick<ObjectStore, 'copy' | 'head' | 'sha256' | 'removeVersion'>;
  bucket: string;
  storageClass: string;
};

/** A copy takes S3 about 100 ms and us nothing. Enough to fill a call of 100 objects. */
const parallelCopies = 25;

/**
 * Assumes 60 MB a second for a function of 1 GB, however many objects it reads at once: 25 of these
 * take 42 seconds. A larger object is read alone.
 */
const readAloneBytes = 100e6;

/**
 * The engine between two S3 buckets: no byte passes through us. It sends one COPY per object: S3
 * checks the bytes, `CopySourceIfMatch` pins the listed version, and the answer carries the copy's
 * SHA-256. Larger objects are refused: a copy in parts has no SHA-256 until its bytes are read, for
 * which a call of four minutes has no time. The command line copies and reads them at once.
 */
export class S3CopyTransfers implements Transfers {
  readonly #options: Options;
  #lastRead: Promise<unknown> = Promise.resolve();
  readonly progress = {
    files: 0,
    bytes: 0,
    inFlight: 0,
    concurrency: parallelCopies,
    throttled: 0,
  };

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Throws a transient fault only after every copy in flight has its outcome. The whole call is
   * then repeated, and finds the objects it copied.
   */
  async *send(
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    signal?: AbortSignal,
  ): AsyncGenerator<TransferOutcome> {
    const faults: unknown[] = [];
    const due = takenWhile(jobs, () => faults.length === 0 && !signal?.aborted);
    const settle = (job: TransferJob) =>
      this.#settle(job, signal).catch((fault: unknown) => {
        if (!signal?.aborted || fault !== signal.reason) faults.push(fault);
      });
    for await (const outcome of asTheyFinish(parallelCopies, due, settle))
      if (outcome) yield outcome;
    if (faults.length > 0) throw faults[0];
  }

  // biome-ignore lint/correctness/useYield: reading is what this engine is there to avoid.
  async *hash(): AsyncGenerator<TransferOutcome> {
    throw InvalidInput.of(
      'dryRun',
      'is done by the command line for sources in S3: keepsake migrate s3://… --dry-run',
    );
  }

  async close(): Promise<void> {}

  async #settle(job: TransferJob, signal: AbortSignal | undefined): Promise<TransferOutcome> {
    const verdict = await this.#transfer(job, signal).catch(verdictOf);
    this.progress.files += 1;
    return { recordId: job.recordId, attempts: 1, ...verdict } as TransferOutcome;
  }

  async #transfer(job: TransferJob, signal: AbortSignal | undefined): Promise<Verdict> {
    const wanted = { ...s3Job(job), signal };
    try {
      return await this.#copy(wanted);
    } catch (error) {
      if (error instanceof DestinationExists) return this.#existing(wanted);
      throw error;
    }
  }

  async #copy(job: S3Job): Promise<Verdict> {
    const { bucket, storageClass, objects } = this.#options;
    const { location, expected = {}, sizeBytes } = job;
    const { versionId, sha256 } = await objects.copy({
      source: {
        bucket: location.bucket,
        key: location.key,
        versionId: location.versionId,
        etag: expected.etag,
        sizeBytes,
      },
      target: { bucket, key: job.key },
      contentType: job.contentType,
      disposition: job.disposition ?? 'attachment',
      metadata: job.metadata,
      storageClass,
    });
    this.progress.bytes += sizeBytes;
    const kept = { key: job.key, versionId };
    return {
      outcome: 'transferred',
      created: true,
      sizeBytes,
      sha256: sha256 ?? (await this.#readKept(job, kept)),
      versionId,
    };
  }

  /** The object under the key is ours from before a crash, has the same bytes, or is a conflict. */
  async #existing(job: S3Job): Promise<Verdict> {
    const { bucket, objects } = this.#options;
    const facts = await objects.head({ bucket, key: job.key });
    if (!facts)
      throw new TransientFault(`${job.key} existed a moment ago and is gone.`, {
        context: { key: job.key },
      });
    const { sizeBytes, versionId } = facts;
    if (isOurs(facts.metadata, job.metadata)) {
      const sha256 = facts.sha256 ?? (await this.#readKept(job, { key: job.key, versionId }));
      return { outcome: 'transferred', created: true, sizeBytes, sha256, versionId };
    }
    return this.#foreign(job, facts);
  }

  async #foreign(job: S3Job, { sizeBytes, versionId, sha256 }: ObjectFacts): Promise<Verdict> {
    if (sizeBytes === job.sizeBytes) {
      const source = {
        bucket: job.location.bucket,
        key: job.location.key,
        versionId: job.location.versionId,
      };
      const [theirs, ours] = await Promise.all([
        sha256 ?? this.#readKept(job, { key: job.key, versionId }),
        this.#read(job, source),
      ]);
      if (theirs === ours)
        return {
          outcome: 'skipped',
          reason: 'The same bytes are there already.',
          sizeBytes,
          sha256: ours,
          versionId,
        };
    }
    if (job.onConflict === 'skip')
      return { outcome: 'changed', reason: 'Other bytes are under its key. They were left there.' };
    throw new DestinationExists(
      'Something else is under its key. Server-side copies never overwrite.',
      { context: { key: job.key } },
    );
  }

  #readKept(job: S3Job, { key, versionId }: { key: string; versionId: string }): Promise<string> {
    return this.#read(job, { bucket: this.#options.bucket, key, versionId });
  }

  /** Reads large objects one after another: side by side, none would finish in time. */
  #read({ sizeBytes, signal }: S3Job, ref: ObjectRef): Promise<string> {
    const read = async () => {
      signal?.throwIfAborted();
      return this.#options.objects.sha256(ref);
    };
    if (sizeBytes < readAloneBytes) return read();
    const mine = this.#lastRead.then(read);
    this.#lastRead = mine.catch(() => undefined);
    return mine;
  }
}

async function* takenWhile<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  isOpen: () => boolean,
): AsyncGenerator<Item> {
  for await (const item of items) {
    if (!isOpen()) return;
    yield item;
  }
}

const isOurs = (
  found: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean => Object.entries(wanted).every(([name, value]) => found[name] === value);
