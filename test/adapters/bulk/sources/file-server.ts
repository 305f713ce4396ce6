import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, portOf } from '../../../listening.ts';

/** A server's handler of requests. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that does what the test says, and counts. */
export type FileServer = {
  host: string;
  port: number;
  url: string;
  requests: IncomingMessage[];
  handle: (handler: Handler) => void;
  stop: () => Promise<void>;
};

/** Starts one. */
export async function startFileServer(): Promise<FileServer> {
  let handler: Handler = (_request, response) => response.writeHead(404).end();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response);
  });
  await listen(server);
  const port = portOf(server);
  const host = `127.0.0.1:${port}`;
  return {
    host,
    port,
    url: `http://${host}/`,
    requests,
    handle: (next) => {
      handler = next;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Serves bytes as a plain file server does: sizes, ETags, ranges. */
export const serving =
  (files: Map<string, Buffer>, base = '/'): Handler =>
  (request, response) => {
    const bytes = files.get(decodeURIComponent((request.url ?? '').slice(base.length)));
    if (!bytes) return response.writeHead(404).end();
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const headers = {
      etag: `"${bytes.length}"`,
      'accept-ranges': 'bytes',
      'last-modified': 'Tue, 01 Jan 2019 00:00:00 GMT',
      'content-type': 'image/jpeg',
    };
    const start = Number(from ?? 0);
    const end = to ? Math.min(Number(to) + 1, bytes.length) : bytes.length;
    const body = bytes.subarray(start, end);
    const range =
      from === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` };
    response.writeHead(from === undefined ? 200 : 206, {
      ...headers,
      ...range,
      'content-length': body.length,
    });
    return response.end(request.method === 'HEAD' ? undefined : body);
  };

/** All bytes of an opened file. */
export const readAll = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
};
