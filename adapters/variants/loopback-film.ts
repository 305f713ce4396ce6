import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FileReader } from '../../core/uploads/ports.ts';
import type { Film } from '../../core/variants/ports.ts';

/** `failure`: why storage could not be read, if it could not. */
export type ServedFilm = { url: string; readonly failure: unknown; close(): void };

const chunkBytes = 1024 ** 2;

/** Serves one stored film on loopback, by ranges, until it is closed. */
export const serveFilm = async (
  reader: Pick<FileReader, 'bytesAt'>,
  film: Film,
): Promise<ServedFilm> => {
  let failure: unknown;
  const server = createServer((request, response) => {
    answer(reader, film, request, response).catch((error: unknown) => {
      failure = error;
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/film`,
    get failure() {
      return failure;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};

const answer = async (
  reader: Pick<FileReader, 'bytesAt'>,
  film: Film,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const [first, last] = rangeOf(request, film.sizeBytes);
  if (first > last) {
    response.writeHead(416).end();
    return;
  }
  response.writeHead(206, headersFor(film, first, last));
  for (let at = first; at <= last && !response.destroyed; at += chunkBytes) {
    const count = Math.min(chunkBytes, last - at + 1);
    await written(response, await reader.bytesAt(film, { offsetBytes: at, count }));
  }
  response.end();
};

/** First and last byte of a request's range; the whole film without one. */
const rangeOf = (
  { headers }: IncomingMessage,
  sizeBytes: number,
): [first: number, last: number] => {
  const [, first = '0', last] = /^bytes=(\d+)-(\d*)$/.exec(`${headers.range}`) ?? [];
  const end = last ? Number(last) : sizeBytes - 1;
  return [Number(first), Math.min(end, sizeBytes - 1)];
};

const headersFor = ({ sizeBytes, contentType }: Film, first: number, last: number) => ({
  'content-type': contentType,
  'content-length': last - first + 1,
  'content-range': `bytes ${first}-${last}/${sizeBytes}`,
  'accept-ranges': 'bytes',
});

const written = (response: ServerResponse, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    response.write(chunk, () => resolve());
  });
