import type { PresentPart } from '../api/api-types.ts';
import type { Hasher, Piece } from '../platform.ts';
import { sizeOf } from '../platform.ts';
import { Limit } from './limit.ts';
import { PartSignatures } from './part-signatures.ts';
import type { Unfinished } from './resume.ts';
import { sendSigned } from './send-signed.ts';
import type { UploadRun } from './upload-run.ts';

/** How much of a stream may wait in memory to be sent. */
const streamBudgetBytes = 48 * 1024 ** 2;

/**
 * True if storage has assembled the parts already: an earlier completion got that far. Then parts
 * have no checksums, and the SHA-256 of the whole file decides.
 */
export const isAssembled = (
  present: readonly PresentPart[],
  { partCount }: Unfinished['multipart'],
): boolean =>
  present.length === partCount && present.every(({ crc64nvme }) => crc64nvme === undefined);

/**
 * One pass over the file: hashes part after part (if wanted), sends up to `parallelParts` at once,
 * skips parts that are stored already.
 */
export class PartSender {
  readonly #run: UploadRun;
  readonly #plan: Unfinished;
  readonly #present: ReadonlyMap<number, PresentPart>;
  readonly #assembled: boolean;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #signatures: PartSignatures;
  readonly #parallel: Limit;
  readonly #ahead: Limit;
  readonly #sending: Promise<void>[] = [];

  constructor(run: UploadRun, plan: Unfinished, present: readonly PresentPart[]) {
    const { signal } = run.patience;
    this.#run = run;
    this.#plan = plan;
    this.#present = new Map(present.map((part) => [part.partNumber, part]));
    this.#assembled = isAssembled(present, plan.multipart);
    this.#signal = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
    this.#signatures = new PartSignatures(
      (group) =>
        run.steps.signParts(plan.uploadId, group, { ...run.patience, signal: this.#signal }),
      run.parallelParts,
    );
    this.#parallel = new Limit(run.parallelParts);
    this.#ahead = new Limit(partsAhead(run, plan.multipart.partSizeBytes));
  }

  /**
   * Resolves with the file's SHA-256 (if it is hashed) when every part is there. One part that
   * fails stops the others.
   */
  async send(): Promise<string | undefined> {
    const hasher = this.#run.hashParts ? this.#run.openHasher(this.#run.source) : undefined;
    try {
      for (let number = 1; number <= this.#plan.multipart.partCount; number += 1)
        await this.#prepare(hasher, number);
      this.#signatures.flush();
      const sha256 = await hasher?.sha256();
      await Promise.all(this.#sending);
      return sha256;
    } catch (error) {
      this.#stop.abort(error);
      await Promise.allSettled(this.#sending);
      throw error;
    } finally {
      hasher?.close();
    }
  }

  async #prepare(hasher: Hasher | undefined, number: number): Promise<void> {
    await this.#ahead.take(this.#signal);
    this.#signal.throwIfAborted();
    const { partSizeBytes } = this.#plan.multipart;
    const start = (number - 1) * partSizeBytes;
    const piece = await this.#run.source.piece(
      start,
      Math.min(start + partSizeBytes, this.#run.source.sizeBytes),
    );
    const crc = await hasher?.add(piece, { crc: true, sha256: true });
    if (this.#assembled || isThere(this.#present.get(number), piece, crc))
      this.#skip(number, piece);
    else this.#start(number, piece, crc);
  }

  #skip(number: number, piece: Piece): void {
    this.#run.tally.sent(number, sizeOf(piece));
    this.#letGo(piece);
  }

  #letGo(piece: Piece): void {
    this.#run.source.release?.(piece);
    this.#ahead.release();
  }

  #start(number: number, piece: Piece, crc: string | undefined): void {
    const sent = this.#sendPart(number, piece, crc).finally(() => {
      this.#signatures.done();
      this.#letGo(piece);
    });
    // The first failure is the reason for all, and stops the loop that reads the file at once.
    sent.catch((error) => this.#stop.abort(error));
    this.#sending.push(sent);
  }

  async #sendPart(number: number, piece: Piece, crc: string | undefined): Promise<void> {
    const signature = await this.#signatures.sign(number, crc);
    const { put, connections, patience, source, tally } = this.#run;
    await this.#parallel.run(() =>
      sendSigned(
        { put, connections, patience: { ...patience, signal: this.#signal } },
        {
          body: piece,
          signature,
          signAgain: () => this.#signatures.signAgain(number, crc),
          onSent: (bytes) => tally.sent(number, bytes),
          checkUnchanged: source.checkUnchanged,
        },
      ),
    );
    tally.sent(number, sizeOf(piece));
  }
}

/**
 * How many parts may be hashed or sent at once. Where waiting parts cost no memory, enough to sign
 * several in one request.
 */
const partsAhead = (run: UploadRun, partSizeBytes: number): number =>
  run.source.replayable ? run.parallelParts * 2 : partsInMemory(run, partSizeBytes);

const partsInMemory = ({ parallelParts }: UploadRun, partSizeBytes: number): number =>
  Math.max(1, Math.min(parallelParts + 1, Math.floor(streamBudgetBytes / partSizeBytes)));

/** True if storage has this part, by checksum; by size if the file is not hashed. */
const isThere = (
  present: PresentPart | undefined,
  piece: Piece,
  crc64nvme: string | undefined,
): boolean =>
  present?.sizeBytes === sizeOf(piece) &&
  (crc64nvme === undefined || present.crc64nvme === crc64nvme);
