import http from 'node:http';
import https from 'node:https';
import type { Piece, PutAnswer, PutRequest } from '../platform.ts';
import { sizeOf } from '../platform.ts';
import { lostConnection } from '../problem.ts';
import { readPiece } from './read-piece.ts';

/** A connection on which nothing moves is as good as cut. */
const stallMs = 60_000;

const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

/** What storage says when it refuses is short. */
const longestAnswer = 64 * 1024;

const answerOf = async (response: http.IncomingMessage): Promise<PutAnswer> => {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) if (text.length < longestAnswer) text += chunk;
  return { status: response.statusCode ?? 0, text, retryAfter: response.headers['retry-after'] ?? null };
};

const written = (request: http.ClientRequest, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    request.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** Each chunk has left before the next one is read: its memory is used again, and nothing piles up. */
const sendBody = async (request: http.ClientRequest, body: Piece, onSent: PutRequest['onSent']): Promise<void> => {
  let sent = 0;
  for await (const chunk of readPiece(body)) {
    await written(request, chunk);
    sent += chunk.byteLength;
    onSent(sent);
  }
  request.end();
};

const requestTo = ({ url, headers, body, signal }: PutRequest): http.ClientRequest => {
  const target = new URL(url);
  const secure = target.protocol === 'https:';
  return (secure ? https : http).request(target, {
    method: 'PUT',
    headers: { ...headers, 'content-length': String(sizeOf(body)) },
    agent: secure ? agents['https:'] : agents['http:'],
    timeout: stallMs,
    ...(signal && { signal }),
  });
};

/** PUT in plain HTTP: the body goes straight from the file to the socket. */
export const httpPut = async (put: PutRequest): Promise<PutAnswer> => {
  const request = requestTo(put);
  request.once('timeout', () => request.destroy(new Error('Nothing moved for a minute.')));
  const response = new Promise<http.IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject));
  try {
    // Storage may refuse before it has the whole body: then its answer counts, not the broken pipe.
    await Promise.race([response, sendBody(request, put.body, put.onSent)]);
    const answer = await answerOf(await response);
    if (!request.writableEnded) request.destroy();
    return answer;
  } catch (error) {
    put.signal?.throwIfAborted();
    request.destroy();
    throw lostConnection(error);
  }
};
