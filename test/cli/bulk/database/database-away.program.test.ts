import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';

/** A way to a database that can be shut, as a server is away that restarts. */
class Way {
  port = 0;
  readonly #to: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(url: string) {
    this.#to = Number(new URL(url).port);
  }

  /** At the port that it had before. */
  async open(): Promise<void> {
    this.#server = createServer((client) => {
      const database = connect(this.#to, '127.0.0.1');
      for (const socket of [client, database]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      }
      client.pipe(database).pipe(client);
    }).listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** At once: every connection breaks, and nothing listens any more. */
  shut(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

let postgres: Postgres;
let storage: FakeStorage;
let way: Way;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.stop());

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'media/a.jpg': 'A', 'media/b.jpg': 'B' });
  await postgres.query('DROP SCHEMA public CASCADE');
  await postgres.query('CREATE SCHEMA public');
  await postgres.query('CREATE TABLE photos (id int PRIMARY KEY, image text)');
  await postgres.query(`INSERT INTO photos VALUES (1, 'a.jpg'), (2, 'b.jpg')`);
  way = new Way(postgres.url);
  await way.open();
});

afterEach(async () => {
  way.shut();
  await storage.stop();
});

const command = (options = ''): string[] => {
  const url = Object.assign(new URL(postgres.url), { port: way.port }).href;
  return `migrate ${url} --table photos --column image --root ./media --to s3://bucket ${options}`
    .trim()
    .split(' ');
};

/** The database goes away when the first file is sent: its row is still to be written. */
const shutAtFirstFile = (): void => {
  storage.s3.faults = ({ method, key }) => {
    if (method === 'PUT' && key.endsWith('.jpg')) way.shut();
    return undefined;
  };
};

const written = async (): Promise<number> => {
  const rows = await postgres.query(
    `SELECT id FROM photos WHERE image_migration_status = 'migrated'`,
  );
  return rows.length;
};

describe('keepsake migrate postgres://…, the database restarts in the middle', () => {
  it('waits for it, says so, and writes every row', async () => {
    shutAtFirstFile();
    const { child, ended } = storage.here.start(command());
    child.stderr?.on('data', (text) => {
      if (!/database does not answer/.test(text)) return;
      storage.s3.faults = () => undefined;
      void way.open();
    });
    const { code, stderr } = await ended;
    expect([code, await written()]).toEqual([0, 2]);
    expect(stderr).toContain('The database does not answer. Waiting for it');
  });

  it('--patience 1: ends with 75 and says how to go on; the resume writes every row', async () => {
    shutAtFirstFile();
    const ended = await storage.here.start(command('--patience 1')).ended;
    expect(ended).toMatchObject({ code: 75, stderr: expect.stringContaining('ECONNREFUSED') });
    expect(ended.stderr).toContain(`Go on with: keepsake resume ${batchIn(ended)}`);
    storage.s3.faults = () => undefined;
    await way.open();
    expect((await storage.run(`resume ${batchIn(ended)}`)).code).toBe(0);
    expect(await written()).toBe(2);
  });

  it('Ctrl-C ends the waiting: the batch is paused, and no file is blamed', async () => {
    shutAtFirstFile();
    const { child, ended } = storage.here.start(command());
    child.stderr?.on('data', (text) => {
      if (/database does not answer/.test(text)) child.kill('SIGINT');
    });
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([130, expect.stringMatching(/paused: interrupted/)]);
    expect(stdout).not.toMatch(/^ +failed/m);
    storage.s3.faults = () => undefined;
    await way.open();
    expect((await storage.run(`resume ${batchIn({ stdout, stderr })}`)).code).toBe(0);
    expect(await written()).toBe(2);
  });
});

describe('keepsake migrate postgres://…, nothing listens there', () => {
  it('ends with 75 at once: an address that never answered is not waited for', async () => {
    way.shut();
    const { code, stderr } = await storage.here.start(command()).ended;
    expect([code, stderr]).toEqual([75, expect.stringContaining('ECONNREFUSED')]);
    expect(stderr).not.toContain('Waiting');
  });
});
