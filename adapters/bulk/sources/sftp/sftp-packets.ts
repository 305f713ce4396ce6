import { TransientFault } from '../../../../core/errors.ts';

/** Types of packets of SFTP 3 (draft-ietf-secsh-filexfer-02) that reading files needs. */
export const packetTypes = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  lstat: 7,
  fstat: 8,
  opendir: 11,
  readdir: 12,
  realpath: 16,
  stat: 17,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attributes: 105,
} as const;

/** Facts of a file; `kind` from the type in its mode. Times in seconds. */
export type Attributes = {
  kind: 'file' | 'folder' | 'link' | 'other';
  /** Size and time, if the server says them. */
  sizeBytes?: number;
  modifiedSeconds?: number;
};

/** An entry of a folder; its name has one character for each byte. */
export type NamedEntry = Attributes & { name: string };

/** A part of a packet: a number of 32 bits, one of 64, bytes, or text of one byte a character. */
export type Field = number | { long: number } | Buffer | string;

/** A packet with its length. */
export const packet = (type: number, ...fields: readonly Field[]): Buffer => {
  const body = Buffer.concat([Buffer.from([type]), ...fields.map(encoded)]);
  return field(body);
};

const encoded = (part: Field): Buffer => {
  if (typeof part === 'number') return uint32(part);
  if (typeof part === 'string') return field(Buffer.from(part, 'latin1'));
  return Buffer.isBuffer(part) ? field(part) : uint64(part.long);
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const field = (bytes: Buffer): Buffer => Buffer.concat([uint32(bytes.length), bytes]);

const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

const fileTypes = new Map<number, Attributes['kind']>([
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
]);

/** Reads the fields of a packet in order. Throws `TransientFault` behind its end. */
export class PacketReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint32(): number {
    return this.#take(4).readUInt32BE();
  }

  bytes(): Buffer {
    return this.#take(this.uint32());
  }

  /** One character for each byte. */
  text(): string {
    return this.bytes().toString('latin1');
  }

  attributes(): Attributes {
    const flags = this.uint32();
    const sizeBytes = flags & 1 ? this.#uint64() : undefined;
    if (flags & 2) this.#take(8);
    const mode = flags & 4 ? this.uint32() : 0;
    if (flags & 8) this.#take(4);
    const modifiedSeconds = flags & 8 ? this.uint32() : undefined;
    const extensions = flags & 0x80000000 ? this.uint32() : 0;
    for (let n = 0; n < extensions * 2; n += 1) this.bytes();
    return {
      kind: fileTypes.get(mode & 0o170000) ?? 'other',
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(modifiedSeconds !== undefined && { modifiedSeconds }),
    };
  }

  /** The answer to a look into a folder. */
  entries(): NamedEntry[] {
    return Array.from({ length: this.uint32() }, () => {
      const name = this.text();
      // The line that `ls -l` would print.
      this.bytes();
      return { name, ...this.attributes() };
    });
  }

  #uint64(): number {
    const value = Number(this.#take(8).readBigUInt64BE());
    if (!Number.isSafeInteger(value)) throw brokenPacket();
    return value;
  }

  #take(length: number): Buffer {
    this.#at += length;
    if (this.#at > this.#bytes.length) throw brokenPacket();
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

const brokenPacket = (): TransientFault =>
  new TransientFault('The server sent an answer that cannot be read. Try again later.');
