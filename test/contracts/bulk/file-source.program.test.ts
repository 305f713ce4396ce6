import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { DirectorySource } from '../../../adapters/bulk/sources/directory.ts';
import { HttpSource } from '../../../adapters/bulk/sources/http.ts';
import { HttpReader } from '../../../adapters/bulk/sources/http-reader.ts';
import { SqlSource } from '../../../adapters/bulk/sources/sql.ts';
import type { SourceLocation } from '../../../core/bulk/model/transfer.ts';
import {
  type FileServer,
  readAll,
  serving,
  startFileServer,
} from '../../adapters/bulk/sources/file-server.ts';
import {
  type TemporaryFolder,
  temporaryFolder,
} from '../../adapters/bulk/sources/temporary-folder.ts';
import { MemorySource } from '../../fakes/bulk/memory-source.ts';
import { type Postgres, startPostgres } from '../../postgres/start-postgres.ts';
import { describeFileSource, type Files } from './describe-file-source.ts';

let memory: MemorySource;

describeFileSource('MemorySource', {
  make: async (files) => {
    memory = new MemorySource(files);
    return memory;
  },
  read: async (location) =>
    Buffer.from(memory.read(location.kind === 'file' ? location.path : '')?.bytes ?? []).toString(),
  remove: async (path) => memory.delete(path),
});

let disk: TemporaryFolder;
let server: FileServer;
let postgres: Postgres;
let root = '';
const served = new Map<string, Buffer>();

const fromDisk = async (location: SourceLocation): Promise<string> =>
  location.kind === 'file'
    ? readFileSync(location.path, 'utf8')
    : Promise.reject(new Error(location.kind));

beforeAll(async () => {
  disk = temporaryFolder();
  server = await startFileServer();
  postgres = await startPostgres();
  await postgres.query('CREATE TABLE photos (id int PRIMARY KEY, photo_path text)');
  server.handle(serving(served, '/media/'));
});

afterAll(async () => {
  await server.stop();
  await postgres.stop();
  disk.remove();
});

describeFileSource('DirectorySource', {
  make: async (files) => {
    root = disk.write(files);
    return new DirectorySource(root, { windowSize: 3 });
  },
  read: fromDisk,
  remove: async (path) => rmSync(join(root, path)),
});

const policy = () => ({ allowedHosts: [server.host], allowPrivate: true });

const manifestOf = (files: Files): string => {
  const file = join(disk.folder, 'files.jsonl');
  writeFileSync(
    file,
    Object.keys(files)
      .map((path) => `${JSON.stringify({ path })}\n`)
      .join(''),
  );
  return file;
};

const fromServer = async (location: SourceLocation): Promise<string> => {
  const reader = new HttpReader(policy());
  const { body } = await reader.open(location.kind === 'http' ? location.url : '');
  return (await readAll(body).finally(() => reader.close())).toString();
};

describeFileSource('HttpSource', {
  make: async (files) => {
    served.clear();
    for (const [path, text] of Object.entries(files)) served.set(path, Buffer.from(text));
    return new HttpSource({
      baseUrl: `${server.url}media/`,
      manifest: manifestOf(files),
      policy: policy(),
    });
  },
  read: fromServer,
  remove: async (path) => void served.delete(path),
});

describeFileSource('SqlSource', {
  make: async (files) => {
    root = disk.write(files);
    await postgres.query('TRUNCATE photos');
    for (const [index, path] of Object.keys(files).entries())
      await postgres.query('INSERT INTO photos VALUES ($1, $2)', [index, path]);
    return new SqlSource({
      url: postgres.url,
      table: 'photos',
      id: 'id',
      column: 'photo_path',
      root,
    });
  },
  read: fromDisk,
  remove: async (path) => rmSync(join(root, path)),
  listedAs: (path, index) => `${index}/${path}`,
  secret: 'hunter2',
});
