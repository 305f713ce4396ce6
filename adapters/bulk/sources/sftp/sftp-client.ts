import { InvalidInput, SourceMissing, TransientFault } from '../../../../core/errors.ts';
import { type Answer, SftpConnection } from './sftp-connection.ts';
import { type Attributes, type Field, type NamedEntry, packetTypes } from './sftp-packets.ts';
import type { SftpServer } from './sftp-server.ts';

const status = { endOfFile: 1, noSuchFile: 2, denied: 3, noConnection: 6, lost: 7 };

/** Opens a file for reading. */
const readFlag = 1;

/** An open file or folder, and the connection that it is open on. */
export type Opened = { connection: SftpConnection; handle: Buffer };

/** The server may not read a file or folder, or is not able to. */
export class Unreadable extends InvalidInput {
  constructor(reason: string) {
    super([{ field: 'source', message: `The path cannot be read (${reason.slice(0, 200)}).` }]);
  }
}

/**
 * Reads files and folders of a server, over one connection that is opened again after it broke.
 * Paths have one character for each byte. Methods throw `SourceMissing`, `Unreadable`, and the
 * faults of the connection.
 */
export class SftpClient {
  readonly #server: SftpServer;
  #connection: Promise<SftpConnection> | undefined;

  constructor(server: SftpServer) {
    this.#server = server;
  }

  /** The path without links. */
  async realpath(path: string): Promise<string> {
    const { reader } = await this.#ask(packetTypes.name, packetTypes.realpath, path);
    const [entry] = reader.entries();
    if (!entry) throw new Unreadable('it has no path');
    return entry.name;
  }

  /** Facts of what a path leads to. */
  async stat(path: string): Promise<Attributes> {
    return (await this.#ask(packetTypes.attributes, packetTypes.stat, path)).reader.attributes();
  }

  /** The entries of a folder, in any order, as the server sends them. */
  async *entries(folder: string): AsyncGenerator<NamedEntry[]> {
    const opened = await this.#openHandle(packetTypes.opendir, folder);
    const { connection, handle } = opened;
    try {
      for (;;) {
        const answer = await answerOn(connection, packetTypes.readdir, handle);
        if (isEnd(answer)) return;
        yield expectType(answer, packetTypes.name).reader.entries();
      }
    } finally {
      await this.close(opened);
    }
  }

  open(path: string): Promise<Opened> {
    return this.#openHandle(packetTypes.open, path, readFlag, 0);
  }

  async fstat({ connection, handle }: Opened): Promise<Attributes> {
    const answer = await answerOn(connection, packetTypes.fstat, handle);
    return expectType(answer, packetTypes.attributes).reader.attributes();
  }

  /** At most `length` bytes, perhaps fewer; `undefined` after the end. */
  async read(
    { connection, handle }: Opened,
    position: number,
    length: number,
  ): Promise<Buffer | undefined> {
    const answer = await answerOn(connection, packetTypes.read, handle, { long: position }, length);
    if (isEnd(answer)) return undefined;
    const bytes = expectType(answer, packetTypes.data).reader.bytes();
    if (bytes.length > length) throw otherAnswer();
    return bytes;
  }

  /** What a connection had open is closed when it breaks. */
  async close({ connection, handle }: Opened): Promise<void> {
    await answerOn(connection, packetTypes.close, handle).catch(() => undefined);
  }

  end(): void {
    this.#connection?.then(
      (connection) => connection.close(),
      () => undefined,
    );
  }

  async #openHandle(type: number, ...fields: Field[]): Promise<Opened> {
    const connection = await this.#connected();
    const answer = expectType(await answerOn(connection, type, ...fields), packetTypes.handle);
    return { connection, handle: answer.reader.bytes() };
  }

  async #ask(expected: number, type: number, ...fields: Field[]): Promise<Answer> {
    return expectType(await answerOn(await this.#connected(), type, ...fields), expected);
  }

  #connected(): Promise<SftpConnection> {
    if (this.#connection) return this.#connection;
    const opening = SftpConnection.open(this.#server);
    this.#connection = opening;
    const forget = (): void => {
      if (this.#connection === opening) this.#connection = undefined;
    };
    opening.then(({ ended }) => ended.then(forget), forget);
    return opening;
  }
}

/** An answer; of a status, its code. Throws what a status means. */
const answerOn = async (
  connection: SftpConnection,
  type: number,
  ...fields: Field[]
): Promise<Answer & { code?: number }> => {
  const answer = await connection.ask(type, ...fields);
  if (answer.type !== packetTypes.status) return answer;
  const code = answer.reader.uint32();
  if (code === 0 || code === status.endOfFile) return { ...answer, code };
  throw statusError(code, answer.reader.bytes().toString());
};

const isEnd = ({ code }: Answer & { code?: number }): boolean => code === status.endOfFile;

const expectType = (answer: Answer, type: number): Answer => {
  if (answer.type === type) return answer;
  throw otherAnswer();
};

const otherAnswer = (): TransientFault =>
  new TransientFault('The server gave another answer than was asked for. Try again later.');

const statusError = (code: number, text: string): Error => {
  if (code === status.noSuchFile) return new SourceMissing('There is no such file.');
  if (code === status.noConnection || code === status.lost)
    return new TransientFault('The server lost its connection.', { context: { code: 'EPIPE' } });
  return new Unreadable(code === status.denied ? 'permission denied' : text);
};
