import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Certificates, makeCertificates } from './make-certificates.ts';
import { makeCluster } from './make-cluster.ts';
import { findPrograms, serverUser } from './server-programs.ts';

/** A PostgreSQL of its own for one test file. */
export type Postgres = {
  url: string;
  certificates?: Certificates;
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  schemaDump: () => string;
  /** Another database of this server with these statements run in it; answers its URL. */
  database: (name: string, statements?: string) => Promise<string>;
  /** Schema and rows of a database. */
  dataDump: (name: string) => string;
  /** What the server logged so far: with `logs`, every statement of `keepsake`. */
  statements: () => string[];
  stop: () => Promise<void>;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.exitCode === null && child.signalCode === null
      ? child.once('exit', () => resolve())
      : resolve(),
  );

const connected = async (url: string, triesLeft = 600): Promise<pg.Client> => {
  const client = new pg.Client(url);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (triesLeft === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return connected(url, triesLeft - 1);
  }
};

/** An entry begins with the name of its program; its further lines begin with a tab. */
const loggedStatements = (log: string): string[] =>
  log
    .split(/\n(?!\t)/)
    .map((entry) => /^keepsake\|LOG: {2}(?:statement|execute [^:]+): (.*)$/s.exec(entry)?.[1])
    .filter((sql) => sql !== undefined);

/** Runs a program until the input ends: with this process, however that ends. */
const untilInputEnds = '"$0" "$@" & server=$!; read -r _; kill -INT $server; wait $server';

/**
 * Starts PostgreSQL on a port and in a folder of its own; as root, as another user. `tls`: with a
 * certificate for `localhost`. `logs`: it logs statements before it runs them.
 */
export async function startPostgres({ tls = false, logs = false } = {}): Promise<Postgres> {
  const programs = findPrograms();
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = {
    ...user,
    cwd: folder,
    env: { PATH: `${programs}:/usr/bin:/bin`, LC_ALL: 'C' },
    stdio: 'pipe' as const,
  };
  const data = join(folder, 'data');
  makeCluster(data, programs, options);
  const port = await freePort();
  // Durability is not tested here; -F spares the disk.
  const settings = ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port), '-F'];
  const certificates = tls ? makeCertificates(folder, user) : undefined;
  if (certificates) {
    const { cert, key } = certificates;
    settings.push('-c', 'ssl=on', '-c', `ssl_cert_file=${cert}`, '-c', `ssl_key_file=${key}`);
  }
  const log = join(folder, 'log');
  if (logs) settings.push('-c', 'log_statement=all', '-c', 'log_line_prefix=%a|');
  const child = spawn('/bin/sh', ['-c', untilInputEnds, join(programs, 'postgres'), ...settings], {
    ...options,
    stdio: ['pipe', 'ignore', openSync(log, 'a')],
  });
  const url = `postgres://keepsake:hunter2@127.0.0.1:${port}/postgres`;
  const client = await connected(url);
  const dump = (name: string, more: readonly string[]): string =>
    execFileSync(
      join(programs, 'pg_dump'),
      [...more, '-h', '127.0.0.1', '-p', String(port), '-U', 'keepsake', name],
      options,
    )
      .toString()
      // Each dump has a random word in its frame.
      .replace(/^\\(un)?restrict .*$/gm, '');
  return {
    url,
    ...(certificates && { certificates }),
    query: async (sql, values = []) => (await client.query(sql, values)).rows,
    schemaDump: () => dump('postgres', ['--schema-only']),
    database: async (name, statements = '') => {
      await client.query(`CREATE DATABASE ${name}`);
      const other = Object.assign(new URL(url), { pathname: `/${name}` }).href;
      const session = await connected(other);
      await session.query(statements).finally(() => session.end());
      return other;
    },
    dataDump: (name) => dump(name, []),
    statements: () => loggedStatements(readFileSync(log, 'utf8')),
    stop: async () => {
      await client.end();
      child.stdin?.end();
      await exited(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
