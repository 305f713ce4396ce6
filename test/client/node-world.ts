import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientOptions } from '../../client/client.ts';
import { createClient, type KeepsakeClient } from '../../client/node.ts';
import { FakeApi } from './fake-api.ts';

/** A server, a folder for files, and clients that do not wait long. */
export class NodeWorld {
  readonly api = new FakeApi();
  folder = '';

  async start(): Promise<this> {
    await this.api.start();
    this.folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
    return this;
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await rm(this.folder, { recursive: true });
  }

  client(options: Partial<ClientOptions> = {}): KeepsakeClient {
    return createClient({
      baseUrl: this.api.url,
      token: 'kst_test',
      retry: { baseMs: 1, patienceMs: 0 },
      hashFirstBytes: 20_000,
      ...options,
    });
  }

  /** A new file of random bytes. */
  async file(sizeBytes: number, name = 'film.mp4'): Promise<{ path: string; bytes: Buffer }> {
    const bytes = randomBytes(sizeBytes);
    const path = join(this.folder, name);
    await writeFile(path, bytes);
    return { path, bytes };
  }
}
