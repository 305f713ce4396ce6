import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listen } from '../../listening.ts';
import { FakeStorage } from './fake-storage.ts';

let storage: FakeStorage;
let server: Server;
const sockets = new Set<Socket>();
let received = '';

/** A database that asks for the password in clear text, and then says nothing. */
const answer = (socket: Socket) => (data: Buffer) => {
  received += data.toString('latin1');
  // An SSLRequest is refused; the start of a session is answered by a question.
  if (data.length === 8) socket.write('N');
  else if (data.readInt32BE(4) === 196608) socket.write(Buffer.from('520000000800000003', 'hex'));
};

beforeEach(async () => {
  received = '';
  storage = await FakeStorage.start();
  storage.here.files({ 'media/a.jpg': 'A', 'photos/a.jpg': 'A' });
  server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('data', answer(socket)));
  });
  await listen(server);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await storage.stop();
});

const line = (userinfo: string): string[] => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const table = '--table photos --column photo --root ./media --to s3://bucket/old';
  return ['migrate', `postgres://${userinfo}@127.0.0.1:${port}/shop`, ...table.split(' ')];
};

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('keepsake migrate postgres://app:password@…', () => {
  it('is not to be seen in ps once it runs, and warns', async () => {
    const { child, ended } = storage.here.start(line('app:s3cret'));
    await until(() => received.includes('s3cret'));
    expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain('s3cret');
    child.kill('SIGKILL');
    const { stderr } = await ended;
    expect(stderr).toMatch(/--password-file \(- is stdin\)/);
    expect(stderr).not.toContain('s3cret');
  });
});

describe('keepsake migrate postgres://app@… --password-file', () => {
  it.each(['secret.txt', '-'])('%s: the database gets it, and ps never has it', async (file) => {
    storage.here.files({ 'secret.txt': 's3cret\n' });
    const { child, ended } = storage.here.start([...line('app'), '--password-file', file]);
    child.stdin?.end(file === '-' ? 's3cret\n' : '');
    await until(() => received.includes('s3cret'));
    expect(received).not.toContain('s3cret\n');
    child.kill('SIGKILL');
    expect((await ended).stderr).not.toContain('The command line holds');
  });
});

describe('keepsake migrate postgres://app@…, with PGPASSFILE', () => {
  it('takes the password from the file', async () => {
    storage.here.files({ pgpass: '*:*:*:app:s3cret\n' });
    const passfile = path.join(storage.here.folder, 'pgpass');
    chmodSync(passfile, 0o600);
    const { child, ended } = storage.here.start(line('app'), { PGPASSFILE: passfile });
    await until(() => received.includes('s3cret'));
    child.kill('SIGKILL');
    await ended;
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old', () => {
  it('keeps its journal to its user', async () => {
    expect((await storage.run('migrate ./photos --to s3://bucket/old')).code).toBe(0);
    const folder = path.join(storage.here.folder, '.keepsake');
    const modes = readdirSync(folder).map((file) => statSync(path.join(folder, file)).mode & 0o777);
    expect(modes.length).toBeGreaterThan(0);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });
});
