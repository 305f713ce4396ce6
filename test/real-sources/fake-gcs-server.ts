import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../../tools/local/project-folder.ts';

const version = 'v1.56.1';
const folder = path.join(projectFolder, '.keepsake', `fake-gcs-server-${version}`);
const program = path.join(folder, 'fake-gcs-server');

/** Built by Go, from its registry of modules. */
const install = (): void => {
  if (existsSync(program)) return;
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, GOBIN: folder };
  execFileSync('go', ['install', `github.com/fsouza/fake-gcs-server@${version}`], { env });
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

/** Properties of an object, as the JSON API names them. */
type Properties = {
  contentType?: string;
  contentEncoding?: string;
  cacheControl?: string;
  metadata?: Record<string, string>;
};

/** Google Cloud Storage as its best known emulator has it. It takes any credentials. */
export class FakeGcsServer {
  readonly endpoint: string;
  readonly #child: ChildProcess;

  private constructor(endpoint: string, child: ChildProcess) {
    this.endpoint = endpoint;
    this.#child = child;
  }

  static async start(): Promise<FakeGcsServer> {
    install();
    const host = `127.0.0.1:${await freePort()}`;
    const [address = '', port = ''] = host.split(':');
    const place = ['-host', address, '-port', port, '-public-host', host];
    const options = ['-scheme', 'http', '-backend', 'memory', '-log-level', 'error'];
    const child = spawn(program, [...options, ...place], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const server = new FakeGcsServer(`http://${host}`, child);
    await server.#listens();
    return server;
  }

  async makeBucket(name: string): Promise<void> {
    await this.#post('/storage/v1/b', JSON.stringify({ name }), 'application/json');
  }

  /** Writes an object in one request of two parts: its properties and its bytes. */
  async put(bucket: string, name: string, bytes: string | Buffer, properties: Properties = {}) {
    const json = JSON.stringify({ name, contentType: 'image/jpeg', ...properties });
    const part = (type: string) => `--part\r\ncontent-type: ${type}\r\n\r\n`;
    const body = Buffer.concat([
      Buffer.from(`${part('application/json')}${json}\r\n${part('application/octet-stream')}`),
      Buffer.from(bytes),
      Buffer.from('\r\n--part--\r\n'),
    ]);
    const where = `/upload/storage/v1/b/${bucket}/o?uploadType=multipart`;
    await this.#post(where, body, 'multipart/related; boundary=part');
  }

  stop(): void {
    this.#child.kill();
  }

  async #listens(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null) throw new Error('fake-gcs-server ended');
      const up = await fetch(`${this.endpoint}/_internal/healthcheck`).catch(() => undefined);
      if (up?.ok) return;
      await sleep(50);
    }
  }

  async #post(where: string, body: string | Buffer, type: string): Promise<void> {
    const headers = { 'content-type': type };
    const { ok, status } = await fetch(this.endpoint + where, { method: 'POST', headers, body });
    if (!ok) throw new Error(`fake-gcs-server answered ${status} to POST ${where}`);
  }
}
