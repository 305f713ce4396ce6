import { MalformedResponse } from './malformed-response.ts';
import { type BodyFraming, BodyReader } from './response-body.ts';

/** An answer's status line and headers; names in lower case. */
export type ResponseHead = {
  status: number;
  headers: Readonly<Record<string, string>>;
  keepAlive: boolean;
};

type Handlers = {
  /** The answer to a HEAD has no body, even if its headers announce one. */
  toHead: boolean;
  onHead: (head: ResponseHead) => void;
  /** The bytes are the socket's own and are overwritten by the next read. */
  onBody: (bytes: Buffer) => void;
};

const maxHeadBytes = 65_536;
const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const headerLine =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*(|[\x21-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\xff])?)[\t ]*$/;

/** Reads one answer. Strict: it refuses what two readers could read differently. */
export class ResponseParser {
  readonly #handlers: Handlers;
  #pending: Buffer | undefined;
  #body: BodyReader | undefined;

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  /** True once the answer is complete. Throws `MalformedResponse`, also for surplus bytes. */
  push(data: Buffer): boolean {
    const rest = this.#body ? data : this.#readHeads(data);
    return rest !== undefined && this.#body?.push(rest) === true;
  }

  /** The peer ended the connection; throws unless that is how the answer says it ends. */
  end(): void {
    if (!this.#body?.endsWithConnection)
      throw new MalformedResponse('The connection ended in the middle of an answer.');
  }

  /** The bytes after the final head, undefined until it is complete. Skips 1xx answers. */
  #readHeads(data: Buffer): Buffer | undefined {
    let rest = this.#pending ? Buffer.concat([this.#pending, data]) : data;
    while (!this.#body) {
      const end = rest.indexOf('\r\n\r\n');
      if ((end < 0 ? rest.length : end) > maxHeadBytes)
        throw new MalformedResponse('The headers are too long.');
      if (end < 0) {
        this.#pending = Buffer.from(rest);
        return undefined;
      }
      this.#readHead(rest.toString('latin1', 0, end));
      rest = rest.subarray(end + 4);
    }
    this.#pending = undefined;
    return rest;
  }

  #readHead(text: string): void {
    const [first = '', ...lines] = text.split('\r\n');
    const [, minor, code] = statusLine.exec(first) ?? [];
    if (code === undefined) throw new MalformedResponse('The status line is not HTTP/1.1.');
    const status = Number(code);
    const headers = readHeaders(lines);
    if (status < 200) {
      if (status === 101) throw new MalformedResponse('Nobody asked for another protocol.');
      return;
    }
    const framing = framingOf(status, headers, this.#handlers.toHead);
    this.#body = new BodyReader(framing, this.#handlers.onBody);
    const closes = headers.connection?.toLowerCase().includes('close') ?? false;
    const keepAlive = minor === '1' && framing !== 'connection' && !closes;
    this.#handlers.onHead({ status, headers, keepAlive });
  }
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const [, field, value] = headerLine.exec(line) ?? [];
    if (field === undefined || value === undefined)
      throw new MalformedResponse('A header line is malformed.');
    const name = field.toLowerCase();
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

function framingOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  toHead: boolean,
): BodyFraming {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (toHead || status === 204 || status === 304) return 0;
  if (encoding !== undefined) {
    // Both at once is how requests are smuggled.
    if (length !== undefined || encoding.toLowerCase() !== 'chunked')
      throw new MalformedResponse('The length of the body is ambiguous.');
    return 'chunked';
  }
  if (length === undefined) return 'connection';
  // Duplicates were joined by a comma, and do not match either.
  if (!/^\d{1,15}$/.test(length))
    throw new MalformedResponse('The Content-Length is not a length.');
  return Number(length);
}
