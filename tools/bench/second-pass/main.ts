import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListingServer } from './listing-server.ts';

// How much less the second pass over unchanged files costs than the first one. The server runs in
// this process, on the same processors.
const files = Number(process.argv[2] ?? 10_000);
const fileBytes = 8_192;

const project = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keepsake-second-pass-'));
const server = new ListingServer();

const writeFiles = (): void => {
  for (let index = 0; index < files; index += 1) {
    const name = String(index).padStart(7, '0');
    const parent = join(folder, 'photos', name.slice(0, 4));
    mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `${name}.jpg`), name.repeat(fileBytes / 8).padEnd(fileBytes, '.'));
  }
};

type Pass = { seconds: number; requests: number; receivedBytes: number };

const migrate = async (endpoint: string): Promise<Pass> => {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  };
  const args = [join(project, 'dist/main.mjs'), 'migrate', './photos', '--to', 's3://bucket/old'];
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', ...args, '-q', '--batch-size', '200'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`keepsake migrate ended with ${code}`);
  const seconds = (performance.now() - startedMs) / 1000;
  const { requests, receivedBytes } = server.takeAsked();
  return { seconds, requests, receivedBytes };
};

const rowOf = (name: string, { seconds, requests, receivedBytes }: Pass): string =>
  `| ${name} | ${seconds.toFixed(2)} | ${requests} | ${receivedBytes} |`;

try {
  writeFiles();
  const endpoint = await server.start();
  const [first, second] = [await migrate(endpoint), await migrate(endpoint)];
  const head = `| ${files} files of ${fileBytes} bytes | s | requests | bytes sent |`;
  const rows = [head, '|---|--:|--:|--:|', rowOf('first pass', first), rowOf('second', second)];
  process.stdout.write(`${rows.join('\n')}\n`);
} finally {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
}
