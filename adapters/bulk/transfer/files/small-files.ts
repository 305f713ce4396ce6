import { hash } from 'node:crypto';
import type { FileLocation, TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { SourceChanged } from '../../../../core/errors.ts';
import { headRoom } from '../http/buffer-pool.ts';
import { objectHeaders } from '../s3/object-headers.ts';
import { transferred, unlessExists } from '../s3/put-object.ts';
import type { S3Request } from '../s3/s3-wire.ts';
import { describedJob } from './described-job.ts';
import type { SourceBytes } from './settle-existing.ts';
import type { TransferContext } from './transfer-context.ts';
import { checkExpected, checkHash } from './verdict.ts';

/** A first try that failed, and the bytes that it sent. */
export type Tried = { error: Error; source: SourceBytes };

/** From this size on, throughput depends on bytes rather than on the number of files. */
const maxSmallBytes = 131_072;

type SmallJob = TransferJob & {
  location: FileLocation;
  expected: { sizeBytes: number };
};

/** A file of this machine whose listed size makes it one of many. */
export const isSmall = (job: TransferJob): job is SmallJob => {
  const { location, expected: { sizeBytes } = {} } = job;
  return location.kind === 'file' && sizeBytes !== undefined && sizeBytes <= maxSmallBytes;
};

/**
 * Sends small files of this machine without a promise per file, which saves a tenth of their
 * processor time. It knows one course of events: the file is as it was listed, and storage takes it
 * at once. Everything else goes the ordinary way, which repeats the file or goes on from the failed
 * try.
 */
export class SmallFiles {
  readonly #context: TransferContext;

  constructor(context: TransferContext) {
    this.#context = context;
  }

  /** Calls one of both, later or at once. `onUnusual`: the file is left to the ordinary way. */
  send(
    job: TransferJob,
    onVerdict: (verdict: Verdict) => void,
    onUnusual: (tried?: Tried) => void,
  ): void {
    const { buffers, requests } = this.#context;
    const buffer = this.#suits(job) ? buffers.takeNow(job.expected.sizeBytes) : undefined;
    const read = buffer && this.#read(job as SmallJob, buffer);
    if (read)
      requests.send(read.request, read.source.sizeBytes, (answer) => {
        buffers.give(buffer);
        if (answer instanceof Error) onUnusual({ error: answer, source: read.source });
        else onVerdict(transferred(read.source, answer));
      });
    else {
      if (buffer) buffers.give(buffer);
      onUnusual();
    }
  }

  /** True where neither a look under the key nor a wait for the disk comes before the request. */
  #suits(job: TransferJob): job is SmallJob {
    const { conditions, copies, partBytes, requests, isDiskSlow } = this.#context;
    const { onConflict, known, multipartId } = job;
    return (
      isSmall(job) &&
      job.expected.sizeBytes <= partBytes &&
      onConflict !== 'overwrite' &&
      known === undefined &&
      multipartId === undefined &&
      conditions.state === 'honoured' &&
      copies.state === 'off' &&
      !requests.isPaced &&
      !isDiskSlow()
    );
  }

  /** The request for a file; `undefined` if it cannot be read, which the ordinary way explains. */
  #read(job: SmallJob, buffer: Buffer): { request: S3Request; source: SourceBytes } | undefined {
    try {
      return this.#open(job, buffer);
    } catch {
      return undefined;
    }
  }

  #open(job: SmallJob, buffer: Buffer): { request: S3Request; source: SourceBytes } {
    const file = this.#context.openFile(job.location);
    try {
      checkExpected(job, file);
      const { sizeBytes } = file;
      const body = buffer.subarray(headRoom, headRoom + sizeBytes);
      if (file.readNow(body, 0) !== sizeBytes || !file.unchanged())
        throw new SourceChanged('The file was changed while it was read.');
      const digest = hash('sha256', body, 'buffer');
      const source = { sizeBytes, sha256: digest.toString('base64') };
      checkHash(job, source.sha256);
      const headers = objectHeaders(describedJob(job, file));
      if (this.#context.checksums) headers.push(['x-amz-checksum-sha256', source.sha256]);
      headers.push(...unlessExists(job, this.#context));
      const payload = { buffer, start: headRoom, length: sizeBytes };
      const request = { method: 'PUT' as const, key: job.key, headers };
      return { request: { ...request, body: { payload, hash: digest.toString('hex') } }, source };
    } finally {
      file.close();
    }
  }
}
