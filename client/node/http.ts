import http from 'node:http';
import https from 'node:https';
import { lostConnection } from '../api/problem.ts';
import type { Answer, AskRequest, PutRequest } from '../platform.ts';
import { sizeOf } from '../platform.ts';
import { readPiece } from './read-piece.ts';

/** A connection on which no byte moves for this long is treated as lost. */
const stallMs = 60_000;

const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

/** The answer to a GET, redirects too. The caller reads the body or destroys it. */
export const getUrl = ({ href: url }: URL): Promise<http.IncomingMessage> => {
  const headers = { 'accept-encoding': 'identity' };
  const request = requestTo({ method: 'GET', url, headers });
  request.once('timeout', () => request.destroy(stalled())).end();
  return headOf(request).catch((error: unknown) => {
    throw lostConnection(error);
  });
};

type Head = Pick<AskRequest, 'method' | 'url' | 'headers' | 'signal'>;

const requestTo = ({ url, method, headers, signal }: Head): http.ClientRequest => {
  const secure = url.startsWith('https:');
  const options = {
    method,
    headers,
    agent: secure ? agents['https:'] : agents['http:'],
    timeout: stallMs,
    ...(signal && { signal }),
  };
  return (secure ? https : http).request(url, options);
};

const stalled = (): Error => new Error('No byte was sent or received for a minute.');

/** Node closes the connection without an error when a server switches protocols (101). */
const headOf = (request: http.ClientRequest): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    request
      .once('response', resolve)
      .once('error', reject)
      .once('close', () => reject(new Error('The connection ended without an answer.')));
  });

const atOnceBytes = 256 * 1024;

/** PUT by Node's own HTTP: the body goes straight from the file to the socket. */
export const httpPut = (put: PutRequest): Promise<Answer> => {
  const { url, body, signal, onSent } = put;
  const headers = { ...put.headers, 'content-length': String(sizeOf(body)) };
  const small = body instanceof Uint8Array && body.byteLength <= atOnceBytes ? body : undefined;
  return exchange({ method: 'PUT', url, headers, signal }, (request) =>
    small ? sendAtOnce(request, small, onSent) : sendPiece(request, put),
  );
};

/** Storage may answer before it has read the body. Then the answer counts, not EPIPE. */
const exchange = async (
  head: Head,
  sendBody: (request: http.ClientRequest) => Promise<void> | void,
): Promise<Answer> => {
  const request = requestTo(head);
  request.once('timeout', () => request.destroy(stalled()));
  const response = headOf(request);
  try {
    await Promise.race([response, sendBody(request)]);
    const answer = await answerOf(await response);
    if (!request.writableEnded) request.destroy();
    return answer;
  } catch (error) {
    head.signal?.throwIfAborted();
    request.destroy();
    throw lostConnection(error);
  }
};

const answerOf = async (response: http.IncomingMessage): Promise<Answer> => {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return {
    status: response.statusCode ?? 0,
    text,
    retryAfter: response.headers['retry-after'] ?? null,
  };
};

/** Sends a body that fits into one write. */
const sendAtOnce = (
  request: http.ClientRequest,
  bytes: Uint8Array,
  onSent: PutRequest['onSent'],
): void => {
  request.end(bytes, () => onSent(bytes.byteLength));
};

/**
 * Waits until each chunk is written before reading the next one, because chunks share one buffer
 * and unsent ones would pile up in memory.
 */
const sendPiece = async (
  request: http.ClientRequest,
  { body, onSent }: PutRequest,
): Promise<void> => {
  let sent = 0;
  for await (const chunk of readPiece(body)) {
    await writeChunk(request, chunk);
    sent += chunk.byteLength;
    onSent(sent);
  }
  request.end();
};

const writeChunk = (request: http.ClientRequest, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    request.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** A request to the API by Node's own HTTP, over kept-alive connections. */
export const httpAsk = ({ body, headers, ...head }: AskRequest): Promise<Answer> => {
  const sizeBytes = body === undefined ? 0 : Buffer.byteLength(body);
  const lengths = head.method === 'POST' && { 'content-length': String(sizeBytes) };
  return exchange(
    { ...head, headers: { ...headers, ...lengths } },
    (request) => void request.end(body),
  );
};
