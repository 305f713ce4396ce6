import type { TransferJob, TransferOutcome } from '../../../core/bulk/model/transfer.ts';
import type { NoteUpload, Transfers } from '../../../core/bulk/ports.ts';
import type { MemoryDestination } from './memory-destination.ts';
import { type MemorySource, sha256Of } from './memory-source.ts';

type Jobs = AsyncIterable<TransferJob> | Iterable<TransferJob>;

/** The process dies: nothing that would have followed happens. */
export class Killed extends Error {}

/**
 * An engine between a memory source and a memory destination; like the real one it pulls ahead of
 * what it answers.
 */
export class MemoryTransfers implements Transfers {
  readonly progress = { files: 0, bytes: 0, inFlight: 0, concurrency: 4, throttled: 0 };
  /** For tests: the keys that were written, in order. */
  readonly sent: string[] = [];
  /** For tests: the keys of files that were only read, in order. */
  readonly hashed: string[] = [];
  /** For tests: before a file is sent; an answer is its outcome, a throw is the process's end. */
  before: (job: TransferJob) => { code: string; message: string } | undefined = () => undefined;
  /** For tests: the upload in parts that is begun for a file, before `before`. */
  inParts: (job: TransferJob) => string | undefined = () => undefined;
  /** For tests: after a file was written and before its outcome is told. */
  after: (job: TransferJob) => void = () => undefined;
  /** How many files are pulled and written before the first outcome is answered. */
  readonly ahead: number;
  readonly #source: MemorySource;
  readonly #destination: MemoryDestination;

  constructor(source: MemorySource, destination: MemoryDestination, ahead = 4) {
    this.#source = source;
    this.#destination = destination;
    this.ahead = ahead;
  }

  send(jobs: Jobs, signal?: AbortSignal, noteUpload?: NoteUpload): AsyncGenerator<TransferOutcome> {
    return this.#each(jobs, signal, async (job) => {
      const multipartId = this.inParts(job);
      if (multipartId !== undefined) await noteUpload?.(job.recordId, multipartId);
      return this.#sendOne(job);
    });
  }

  hash(jobs: Jobs, signal?: AbortSignal): AsyncGenerator<TransferOutcome> {
    return this.#each(jobs, signal, (job) => this.#hashOne(job));
  }

  async close(): Promise<void> {}

  async *#each(
    jobs: Jobs,
    signal: AbortSignal | undefined,
    work: (job: TransferJob) => Promise<TransferOutcome>,
  ) {
    const waiting: TransferOutcome[] = [];
    for await (const job of jobs) {
      if (signal?.aborted) break;
      waiting.push(await work(job));
      while (waiting.length > this.ahead) yield waiting.shift() as TransferOutcome;
    }
    yield* waiting;
  }

  #differs({ expected, location }: TransferJob): string | undefined {
    const held = this.#source.read((location as { path: string }).path);
    if (expected?.sizeBytes !== undefined && expected.sizeBytes !== held?.bytes.length)
      return 'its size changed';
    if (expected?.modifiedAt !== undefined && expected.modifiedAt !== held?.modifiedAt)
      return 'it was modified';
    return expected?.sha256 !== undefined && held && expected.sha256 !== sha256Of(held.bytes)
      ? 'its bytes changed'
      : undefined;
  }

  async #hashOne(job: TransferJob): Promise<TransferOutcome> {
    const one = { recordId: job.recordId, attempts: 1 };
    const held = this.#source.read((job.location as { path: string }).path);
    if (!held)
      return { ...one, outcome: 'failed', code: 'SourceMissing', message: 'The file is gone.' };
    this.hashed.push(job.key);
    const reason = this.#differs(job);
    if (reason) return { ...one, outcome: 'changed', reason };
    return {
      ...one,
      outcome: 'transferred',
      created: false,
      sizeBytes: held.bytes.length,
      sha256: sha256Of(held.bytes),
    };
  }

  async #sendOne(job: TransferJob): Promise<TransferOutcome> {
    const one = { recordId: job.recordId, attempts: 1 };
    const refusal = this.before(job);
    if (refusal) return { ...one, outcome: 'failed', ...refusal };
    const held = this.#source.read((job.location as { path: string }).path);
    if (!held)
      return { ...one, outcome: 'failed', code: 'SourceMissing', message: 'The file is gone.' };
    const reason = this.#differs(job);
    if (reason) return { ...one, outcome: 'changed', reason };
    const outcome = (await this.#adopt(job, held.bytes)) ?? (await this.#put(job, held.bytes));
    this.after(job);
    return { ...one, ...outcome } as TransferOutcome;
  }

  async #put(job: TransferJob, bytes: Uint8Array) {
    const versionId = this.#destination.put(job.key, bytes, job.metadata);
    const { etag = 'none' } = (await this.#destination.head(job.key)) ?? {};
    this.sent.push(job.key);
    return {
      outcome: 'transferred',
      created: true,
      sizeBytes: bytes.length,
      sha256: sha256Of(bytes),
      versionId,
      etag,
    } as const;
  }

  async #adopt(job: TransferJob, bytes: Uint8Array) {
    const stored = await this.#destination.head(job.key);
    if (!stored || (job.onConflict === 'overwrite' && stored.sha256 !== sha256Of(bytes)))
      return undefined;
    const facts = {
      sizeBytes: stored.sizeBytes,
      sha256: sha256Of(bytes),
      ...(stored.versionId && { versionId: stored.versionId }),
      ...(stored.etag && { etag: stored.etag }),
    };
    if (stored.sha256 !== sha256Of(bytes)) {
      const skip = job.onConflict === 'skip';
      return skip
        ? ({ outcome: 'changed', reason: 'other bytes are under its key' } as const)
        : ({
            outcome: 'failed',
            code: 'DestinationExists',
            message: 'Other bytes are under its key.',
          } as const);
    }
    const ours = stored.metadata['keepsake-batch'] === job.metadata['keepsake-batch'];
    return ours
      ? ({ outcome: 'transferred', created: true, ...facts } as const)
      : ({ outcome: 'skipped', reason: 'the same bytes are there', ...facts } as const);
  }
}
