import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutorWorld } from '../../../../adapters/bulk/transfer/engine/executor.ts';
import { TransferEngine } from '../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOptions } from '../../../../adapters/bulk/transfer/engine/transfer-options.ts';
import { placeAt } from '../../../../adapters/bulk/transfer/s3/s3-place.ts';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import { FakeS3 } from './fake-s3.ts';

/** Small files go the short way where their size was listed, else the way of all other files. */
export const ways = ['short', 'ordinary'] as const;

export type Way = (typeof ways)[number];

/** A folder of files, a storage that fails when told to, and an engine between them. */
export class Setting {
  readonly s3: FakeS3;
  readonly folder = mkdtempSync(join(tmpdir(), 'keepsake-transfer-'));
  endpoint = '';
  /** Uploads in parts that were begun by `send`, by record: as a journal has them. */
  readonly begun = new Map<string, string>();
  readonly #engines: TransferEngine[] = [];

  readonly #way: Way;

  constructor(s3 = new FakeS3(), way: Way = 'short') {
    this.s3 = s3;
    this.#way = way;
  }

  static async open(s3?: FakeS3, way?: Way): Promise<Setting> {
    const setting = new Setting(s3, way);
    setting.endpoint = await setting.s3.start();
    return setting;
  }

  async close(): Promise<void> {
    for (const engine of this.#engines) await engine.close();
    await this.s3.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** On the test's own event loop, impatient, with parts of 64 KiB from 128 KiB on. */
  engine(
    options: Partial<TransferOptions> = {},
    world: Partial<ExecutorWorld> = {},
    credentials = async () => this.s3.credentials,
  ): TransferEngine {
    const place = {
      ...placeAt({ endpoint: this.endpoint, region: 'us-east-1' }),
      checksums: options.target?.place.checksums ?? true,
    };
    const target = { place, bucket: 'bucket', credentials };
    const small = {
      threads: 0,
      patienceMs: 0,
      partBytes: 65_536,
      multipartBytes: 131_072,
      nearBytes: 131_072,
      timeoutMs: 600_000,
    };
    const engine = new TransferEngine(
      { ...small, ...options, target },
      { random: () => 0, ...world },
    );
    this.#engines.push(engine);
    return engine;
  }

  file(
    name: string,
    body: Buffer | number = 1_000,
  ): { path: string; body: Buffer; sha256: string } {
    const bytes = typeof body === 'number' ? randomBytes(body) : body;
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return { path, body: bytes, sha256: createHash('sha256').update(bytes).digest('base64') };
  }

  /** A job for a file of that name. */
  job(name: string, more: Partial<TransferJob> = {}): TransferJob {
    const path = join(this.folder, name);
    const listed = this.#way === 'short' ? statSync(path, { throwIfNoEntry: false }) : undefined;
    return {
      recordId: name,
      location: { kind: 'file', path },
      ...(listed && { expected: { sizeBytes: listed.size } }),
      key: `moved/${name}`,
      contentType: 'image/jpeg',
      metadata: { 'keepsake-batch': 'b1', 'keepsake-record': encodeURIComponent(name) },
      onConflict: 'fail',
      ...more,
    };
  }

  /** The outcome of one job. */
  async send(job: TransferJob, engine = this.engine()): Promise<TransferOutcome> {
    const [outcome] = await all(
      engine.send([job], undefined, async (recordId, multipartId) => {
        this.begun.set(recordId, multipartId);
      }),
    );
    if (!outcome) throw new Error('no outcome');
    return outcome;
  }
}

/** Everything that comes. */
export const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};
