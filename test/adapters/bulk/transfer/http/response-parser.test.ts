import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MalformedResponse } from '../../../../../adapters/bulk/transfer/http/malformed-response.ts';
import {
  type ResponseHead,
  ResponseParser,
} from '../../../../../adapters/bulk/transfer/http/response-parser.ts';

type Read = {
  status: number;
  headers: Record<string, string>;
  keepAlive: boolean;
  body: string;
  complete: boolean;
};

const parse = (pieces: readonly Buffer[], toHead = false): Read => {
  let head: ResponseHead | undefined;
  const body: Buffer[] = [];
  const parser = new ResponseParser({
    toHead,
    onHead: (value) => {
      head = value;
    },
    onBody: (bytes) => void body.push(Buffer.from(bytes)),
  });
  let complete = false;
  for (const piece of pieces) {
    // The socket's buffer is overwritten by the next read.
    const socketBuffer = Buffer.from(piece);
    complete = parser.push(socketBuffer);
    socketBuffer.fill(0);
  }
  return {
    status: 0,
    keepAlive: false,
    ...head,
    headers: { ...head?.headers },
    body: Buffer.concat(body).toString('latin1'),
    complete,
  };
};

const whole = (text: string): Read => parse([Buffer.from(text, 'latin1')]);

const answers: [what: string, text: string, body: string][] = [
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "a"\r\n\r\nhello', 'hello'],
  ['no body', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', ''],
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
  ['no reason phrase', 'HTTP/1.1 503\r\nContent-Length: 2\r\n\r\nno', 'no'],
  [
    'chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n',
    'abc0123456789',
  ],
  [
    'trailers',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n',
    'a',
  ],
  [
    'an interim answer',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz',
    'z',
  ],
];

describe('an answer over HTTP/1.1', () => {
  it.each(answers)('is read with %s', (_, text, body) => {
    expect(whole(text)).toMatchObject({ complete: true, body });
  });

  it.each(answers)('with %s is the same however it is cut in two', (_, text) => {
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 1; at < bytes.length; at += 1)
      expect(parse([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole(text));
  });

  it.each(answers)('with %s is the same byte by byte', (_, text) => {
    expect(parse([...Buffer.from(text, 'latin1')].map((byte) => Buffer.from([byte])))).toEqual(
      whole(text),
    );
  });

  it.each(answers)('with %s is complete only with its last byte', (_, text) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(parse([bytes.subarray(0, -1)]).complete).toBe(false);
  });

  it('is the same in any pieces', () => {
    const pieces = fc.tuple(
      fc.constantFrom(...answers),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
    );
    void fc.assert(
      fc.property(pieces, ([[, text], lengths]) => {
        const cut: Buffer[] = [];
        let rest = Buffer.from(text, 'latin1');
        for (let turn = 0; rest.length > 0; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1;
          cut.push(rest.subarray(0, length));
          rest = rest.subarray(length);
        }
        expect(parse(cut)).toEqual(whole(text));
      }),
    );
  });

  it('joins headers of one name', () => {
    expect(whole('HTTP/1.1 204 x\r\nA: 1\r\na:  2 \r\n\r\n').headers).toEqual({ a: '1, 2' });
  });

  it('keeps the connection unless it says otherwise', () => {
    expect(whole('HTTP/1.1 204 x\r\n\r\n').keepAlive).toBe(true);
    expect(whole('HTTP/1.1 204 x\r\nConnection: Close\r\n\r\n').keepAlive).toBe(false);
    expect(whole('HTTP/1.0 204 x\r\n\r\n').keepAlive).toBe(false);
  });

  it('to a HEAD has no body, whatever it says', () => {
    expect(
      parse([Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n')], true),
    ).toMatchObject({ complete: true, body: '' });
  });

  it('without a length ends with its connection', () => {
    const parser = new ResponseParser({
      toHead: false,
      onHead: () => undefined,
      onBody: () => undefined,
    });
    expect(parser.push(Buffer.from('HTTP/1.1 200 OK\r\n\r\nabc'))).toBe(false);
    expect(() => parser.end()).not.toThrow();
  });

  it('that is cut off by the end of its connection is refused', () => {
    const parser = new ResponseParser({
      toHead: false,
      onHead: () => undefined,
      onBody: () => undefined,
    });
    parser.push(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'));
    expect(() => parser.end()).toThrow(MalformedResponse);
  });
});

const head = 'HTTP/1.1 200 OK\r\n';

describe('what two readers could read differently', () => {
  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['an upgrade', 'HTTP/1.1 101 Switching\r\n\r\n'],
    ['a folded header', `${head}A: 1\r\n b\r\n\r\n`],
    ['a space before the colon', `${head}Content-Length : 1\r\n\r\na`],
    ['a bare line feed', `${head}A: 1\nContent-Length: 1\r\n\r\na`],
    ['a bare carriage return', `${head}A: 1\rContent-Length: 1\r\n\r\na`],
    ['a NUL', `${head}A: 1\0\r\n\r\n`],
    ['a header without a name', `${head}: 1\r\n\r\n`],
    ['two lengths', `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\na`],
    ['a signed length', `${head}Content-Length: +1\r\n\r\na`],
    ['a length in hex', `${head}Content-Length: 0x1\r\n\r\na`],
    ['an absurd length', `${head}Content-Length: 99999999999999999999\r\n\r\na`],
    [
      'both a length and chunks',
      `${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a compressed body', `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['a chunk without a size', `${head}Transfer-Encoding: chunked\r\n\r\nx\r\n`],
    ['a negative chunk', `${head}Transfer-Encoding: chunked\r\n\r\n-1\r\n`],
    ['a chunk longer than it said', `${head}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n`],
    ['a chunk line with a bare line feed', `${head}Transfer-Encoding: chunked\r\n\r\n1\nab\r\n`],
    ['an endless chunk line', `${head}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(9000)}`],
    ['endless headers', `${head}A: ${'x'.repeat(70_000)}`],
    ['bytes after the end', `${head}Content-Length: 1\r\n\r\nab`],
  ])('is refused: %s', (_, text) => {
    expect(() => whole(text)).toThrow(MalformedResponse);
  });

  it('is refused, or read, but nothing else ever happens', () => {
    const alphabet = fc.constantFrom(
      'HTTP/1.1 ',
      '200',
      ' OK',
      '\r\n',
      '\r',
      '\n',
      'Content-Length',
      ': ',
      '5',
      'Transfer-Encoding',
      'chunked',
      '\0',
      'abc',
      '\xff',
    );
    void fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 40 }), (words) => {
        try {
          whole(words.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedResponse);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused, or read, when any byte of an answer is another one', () => {
    for (const [, text] of answers) {
      for (let at = 0; at < text.length; at += 1) {
        const bytes = Buffer.from(text, 'latin1');
        bytes[at] = (bytes[at] ?? 0) ^ 0x15;
        try {
          parse([bytes]);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedResponse);
        }
      }
    }
  });
});
