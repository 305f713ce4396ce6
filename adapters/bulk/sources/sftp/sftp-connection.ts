import { type KeepsakeError, TransientFault } from '../../../../core/errors.ts';
import { type Field, PacketReader, packet, packetTypes } from './sftp-packets.ts';
import type { SftpServer } from './sftp-server.ts';
import { type Ssh, sshFault, startSsh } from './ssh-process.ts';

/** What `ssh` says before it ends. */
const maxSaidCharacters = 8_192;

/** The largest packet that a server may send, as OpenSSH has it. */
const maxPacketBytes = 256 * 1024;

/** A type and an id. */
const minPacketBytes = 5;

/** A server that owes an answer for this long hangs, whatever `ssh` says. */
const usualIdleMs = 60_000;

/** An answer, and what is left of its packet. */
export type Answer = { type: number; reader: PacketReader };

type Waiting = { resolve: (answer: Answer) => void; reject: (error: unknown) => void };

/** One connection to a server; requests under way go beside each other. `ended` never rejects. */
export class SftpConnection {
  readonly #server: SftpServer;
  readonly #child: Ssh['child'];
  readonly #greeted: Ssh['greeted'];
  readonly #waiting = new Map<number, Waiting>();
  #said = '';
  #received: Buffer[] = [];
  #receivedBytes = 0;
  #next = 1;
  #fault: KeepsakeError | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #onEnd: () => void = () => {};
  readonly ended = new Promise<void>((resolve) => {
    this.#onEnd = resolve;
  });

  /** Throws `InvalidInput` for a host key that is not known, and for refused credentials. */
  static async open(server: SftpServer): Promise<SftpConnection> {
    const connection = new SftpConnection(server);
    await connection.#greet();
    return connection;
  }

  private constructor(server: SftpServer) {
    this.#server = server;
    const { child, greeted } = startSsh(server);
    this.#child = child;
    this.#greeted = greeted;
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-maxSaidCharacters);
    });
    this.#child.stdout.on('data', (bytes: Buffer) => this.#receive(bytes));
    this.#child.once('error', (error) => this.#end(sshFault(server, this.#said, error)));
    this.#child.once('close', () => this.#end(sshFault(server, this.#said)));
    // The child's end says why nothing can be written.
    this.#child.stdin.on('error', () => undefined);
  }

  /** Sends a request; throws the fault of the connection. */
  ask(type: number, ...fields: readonly Field[]): Promise<Answer> {
    const id = this.#next;
    this.#next = (this.#next + 1) % 0x100000000;
    return this.#expect(id, packet(type, id, ...fields));
  }

  close(): void {
    this.#breakOff(
      new TransientFault('The connection was closed.', { context: { code: 'EPIPE' } }),
    );
  }

  #breakOff(fault: KeepsakeError): void {
    this.#child.kill();
    this.#end(fault);
  }

  /** Begins the silence that may last so long, or ends it where no answer is awaited. */
  #watch(): void {
    clearTimeout(this.#idle);
    if (this.#waiting.size === 0) return;
    const { host, idleMs = usualIdleMs } = this.#server;
    const fault = new TransientFault(`${host} does not answer. Try again later.`, {
      context: { host, code: 'ETIMEDOUT' },
    });
    this.#idle = setTimeout(() => this.#breakOff(fault), idleMs).unref();
  }

  async #greet(): Promise<void> {
    // The answer to a greeting has no id.
    const { type } = await this.#expect(0, packet(packetTypes.init, 3));
    this.#greeted();
    if (type !== packetTypes.version) throw this.#broken();
  }

  #expect(id: number, request: Buffer): Promise<Answer> {
    if (this.#fault) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#waiting.size === 1) this.#watch();
      this.#child.stdin.write(request);
    });
  }

  #receive(bytes: Buffer): void {
    this.#received.push(bytes);
    this.#receivedBytes += bytes.length;
    for (let head = this.#head(); head !== undefined; head = this.#head()) {
      if (head > maxPacketBytes || head < minPacketBytes) this.#breakOff(this.#broken());
      if (this.#fault || this.#receivedBytes < head + 4) return;
      const all = this.#joined();
      this.#received = [all.subarray(head + 4)];
      this.#receivedBytes -= head + 4;
      this.#settle(all.subarray(4, head + 4));
    }
  }

  /** The length of the next packet, once it is known. */
  #head(): number | undefined {
    return this.#receivedBytes < 4 ? undefined : this.#joined().readUInt32BE(0);
  }

  #joined(): Buffer {
    const [first, ...others] = this.#received;
    const joined = first && others.length === 0 ? first : Buffer.concat(this.#received);
    this.#received = [joined];
    return joined;
  }

  #settle(body: Buffer): void {
    const type = body[0] ?? 0;
    const reader = new PacketReader(body.subarray(1));
    const id = type === packetTypes.version ? 0 : reader.uint32();
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#watch();
    waiting?.resolve({ type, reader });
  }

  #broken(): TransientFault {
    return new TransientFault(
      `${this.#server.host} does not speak SFTP: it sends something else, such as the text ` +
        'that a shell prints at login.',
      { context: { host: this.#server.host } },
    );
  }

  #end(fault: KeepsakeError): void {
    if (this.#fault) return;
    this.#fault = fault;
    clearTimeout(this.#idle);
    for (const { reject } of this.#waiting.values()) reject(fault);
    this.#waiting.clear();
    this.#onEnd();
  }
}
