import { MalformedResponse } from './malformed-response.ts';

/** How long a body is: a number of bytes, in chunks, or until the connection ends. */
export type BodyFraming = number | 'chunked' | 'connection';

/** Longest line of a chunk's size, its extensions, or a trailer. */
const maxLineBytes = 8_192;
const chunkLine = /^([0-9A-Fa-f]{1,13})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;
const empty = Buffer.alloc(0);

/** Takes a body out of its framing. */
export class BodyReader {
  readonly #onBody: (bytes: Buffer) => void;
  readonly #chunked: boolean;
  readonly endsWithConnection: boolean;
  /** Bytes of the body, or of the current chunk, still to come. */
  #left: number;
  #state: 'data' | 'size' | 'chunk-end' | 'trailers' | 'done';
  #line: Buffer = empty;

  constructor(framing: BodyFraming, onBody: (bytes: Buffer) => void) {
    this.#onBody = onBody;
    this.#chunked = framing === 'chunked';
    this.endsWithConnection = framing === 'connection';
    this.#left =
      typeof framing === 'number' ? framing : framing === 'chunked' ? 0 : Number.POSITIVE_INFINITY;
    this.#state = this.#chunked ? 'size' : this.#left === 0 ? 'done' : 'data';
  }

  /** True once the body is complete. Throws `MalformedResponse`. */
  push(data: Buffer): boolean {
    let rest = data;
    while (rest.length > 0 && this.#state !== 'done')
      rest = this.#state === 'data' ? this.#takeData(rest) : this.#takeLine(rest);
    if (rest.length > 0) throw new MalformedResponse('More bytes came than the answer has.');
    return this.#state === 'done';
  }

  #takeData(data: Buffer): Buffer {
    const taken = data.length > this.#left ? data.subarray(0, this.#left) : data;
    this.#onBody(taken);
    this.#left -= taken.length;
    if (this.#left === 0) this.#state = this.#chunked ? 'chunk-end' : 'done';
    return data.subarray(taken.length);
  }

  #takeLine(data: Buffer): Buffer {
    const end = data.indexOf(0x0a);
    const taken = end < 0 ? data : data.subarray(0, end + 1);
    const line = this.#line.length > 0 ? Buffer.concat([this.#line, taken]) : taken;
    if (line.length > maxLineBytes) throw new MalformedResponse('A chunk line is too long.');
    // The kept bytes are copied, because the socket reuses its buffer.
    this.#line = end < 0 ? Buffer.from(line) : empty;
    if (end >= 0) this.#readLine(line.toString('latin1'));
    return data.subarray(taken.length);
  }

  #readLine(line: string): void {
    if (!line.endsWith('\r\n'))
      throw new MalformedResponse('A chunk line does not end as lines do.');
    const text = line.slice(0, -2);
    if (this.#state === 'size') this.#readSize(text);
    else if (this.#state === 'trailers') this.#state = text === '' ? 'done' : 'trailers';
    else if (text === '') this.#state = 'size';
    else throw new MalformedResponse('A chunk is longer than it said.');
  }

  #readSize(text: string): void {
    const [, size] = chunkLine.exec(text) ?? [];
    if (size === undefined) throw new MalformedResponse('A chunk has no size.');
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'data';
  }
}
