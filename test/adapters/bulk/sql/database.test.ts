import net from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../../../adapters/bulk/sql/database.ts';
import { TransientFault } from '../../../../core/errors.ts';
import { errorOf } from '../../../core/builders/world.ts';
import { listen } from '../../../listening.ts';

/** A message of PostgreSQL's protocol. */
const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 0);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

const ready = (state: 'I' | 'T') => message('Z', Buffer.from(state));
const welcome = Buffer.concat([message('R', Buffer.alloc(4)), ready('I')]);
/** The answer to the first statement of a session, which sets the formats of values. */
const formatted = Buffer.concat([message('C', Buffer.from('SELECT 1\0')), ready('I')]);
const begun = Buffer.concat([message('C', Buffer.from('BEGIN\0')), ready('T')]);

type Lose = (socket: net.Socket) => unknown;

let server: net.Server;
let database: Database;

/** A server that begins a transaction, and what becomes of the connection then. */
const open = async ({
  onBegun = () => {},
  onStatement,
}: {
  onBegun?: Lose;
  onStatement: Lose;
}): Promise<Database> => {
  server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(welcome);
      socket.on('data', (data) => {
        if (data.includes('set_config')) return socket.write(formatted);
        if (!data.includes('BEGIN')) return onStatement(socket);
        socket.write(begun);
        return onBegun(socket);
      });
    });
  });
  await listen(server);
  database = new Database(
    `postgres://user@127.0.0.1:${(server.address() as net.AddressInfo).port}/shop`,
  );
  return database;
};

afterEach(async () => {
  await database.close();
  await new Promise((resolve) => server.close(resolve));
});

describe('a connection that is lost in a transaction may be there again later', () => {
  it.each<[string, Lose]>([
    ['closed', (socket) => socket.end()],
    ['reset', (socket) => socket.resetAndDestroy()],
  ])('%s during a statement', async (_how, onStatement) => {
    const lost = await open({ onStatement });
    expect(await errorOf(lost.transaction((session) => session.rows('SELECT 1')))).toBeInstanceOf(
      TransientFault,
    );
  });

  it('closed between two statements', async () => {
    const lost = await open({
      onBegun: (socket) => setImmediate(() => socket.end()),
      onStatement: () => {},
    });
    const closed = () =>
      new Promise((resolve) => server.getConnections((_, count) => resolve(count === 0)));
    const work = lost.transaction(async (session) => {
      while (!(await closed())) await new Promise(setImmediate);
      return session.rows('SELECT 1');
    });
    expect(await errorOf(work)).toBeInstanceOf(TransientFault);
  });
});
