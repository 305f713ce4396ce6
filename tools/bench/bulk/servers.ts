import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { certificate } from './certificate.ts';
import { sumsOf, type Workload } from './data.ts';
import type { Asked } from './listing-server.ts';
import { type Pieces, proveAll } from './pieces.ts';
import { keys, places } from './places.ts';

/** A server to send to. `check` throws unless exactly the files arrived; `empty` resets it. */
export type Target = {
  endpoint: string;
  check: (workload: Workload) => Promise<void>;
  empty: () => Promise<void>;
  /** If `check` ignores bytes: makes the next run, untimed, one that `prove` can judge. */
  watch?: () => Promise<void>;
  /** Throws unless the SHA-256 of everything that arrived since `watch` is the files'. */
  prove?: (workload: Workload) => Promise<void>;
  /** Once, before the clients' turns. */
  prepare?: (workload: Workload) => Promise<void>;
  /** What a run has asked for, where the server counts it. */
  asked?: () => Promise<Asked>;
  /** Processor time of the server's process, milliseconds. */
  cpuMs: () => number;
  stop: () => Promise<void>;
};

/** Counts the received bytes and drops them, so that only the client is measured. */
export async function startSink(tls: boolean): Promise<Target> {
  const { cert, key } = certificate();
  const child = spawn(join(places.bin, 'sink'), tls ? ['-cert', cert, '-key', key] : [], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The sink ended.');
    return value;
  };
  const endpoint = await nextLine();
  const take = async (order = ''): Promise<{ objects: number; bytes: number; pieces: Pieces }> => {
    child.stdin.write(`${order}\n`);
    return JSON.parse(await nextLine());
  };
  const check = async ({ files, fileBytes }: Workload): Promise<void> => {
    const { objects, bytes } = await take();
    if (objects !== files || bytes !== files * fileBytes)
      throw new Error(`${objects} objects of ${bytes} bytes arrived`);
  };
  const prove = async (workload: Workload): Promise<void> =>
    proveAll(workload, (await take()).pieces);
  const watch = async (): Promise<void> => void (await take('hash'));
  return {
    endpoint,
    check,
    empty: async () => void (await take()),
    watch,
    prove,
    cpuMs: () => cpuMsOf(child),
    stop: () => stopChild(child),
  };
}

/** User and system time, which Linux counts in hundredths of a second. */
const cpuMsOf = ({ pid }: ChildProcess): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

const stopChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
};

/** A real S3 server on a file system of this machine. */
export async function startGateway(tls: boolean): Promise<Target> {
  const { cert, key } = certificate();
  const folder = join(places.scratch, 'gateway');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bucket'), { recursive: true });
  const port = await freePort();
  const options = [
    '--quiet',
    '--keep-alive',
    '--port',
    `127.0.0.1:${port}`,
    '--access',
    keys.accessKeyId,
    '--secret',
    keys.secretAccessKey,
  ];
  const secure = tls ? ['--cert', cert, '--key', key] : [];
  const child = spawn(join(places.bin, 'versitygw'), [...options, ...secure, 'posix', folder], {
    stdio: 'ignore',
  });
  await reachable(port);
  const empty = async (): Promise<void> => {
    rmSync(join(folder, 'bucket/p'), { recursive: true, force: true });
    // Left by clients that were stopped.
    rmSync(join(folder, 'bucket/.sgwtmp'), { recursive: true, force: true });
  };
  return {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    check: (workload) => compare(join(folder, 'bucket/p'), workload),
    empty,
    cpuMs: () => cpuMsOf(child),
    stop: () => stopChild(child),
  };
}

/** Another server may have any port of our choice, and would answer in its place. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const there = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (there) return;
    await sleep(50);
  }
  throw new Error('versitygw did not start');
}

async function compare(folder: string, workload: Workload): Promise<void> {
  const expected = sumsOf(workload);
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  if (found.length !== expected.size) throw new Error(`${found.length} objects arrived`);
  for (const { name, parentPath } of found) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(parentPath, name), { highWaterMark: 2 ** 20 }))
      hash.update(chunk);
    if (hash.digest('hex') !== expected.get(name))
      throw new Error(`${name} arrived with other bytes`);
  }
}
