import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { portOf } from '../../listening.ts';

/** One COPY as it arrived. */
export type SeenCopy = { key: string; invocation: string; attempt: string };

const headersOf = (number: number, metadata: IncomingMessage['headers']) => ({
  'x-amz-version-id': `v${number}`,
  'content-length': '0',
  etag: '"e"',
  ...Object.fromEntries(
    Object.entries(metadata).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name, value]] : [],
    ),
  ),
});

/**
 * An S3 with versions that ignores `If-None-Match` on a COPY, as the emulator does, and that breaks
 * the connection instead of answering the first COPY of some keys, after it kept the copy.
 */
export const startVersionedStorage = async (losesAnswerOf: (key: string) => boolean) => {
  const kept = new Map<string, IncomingMessage['headers'][]>();
  const copies: SeenCopy[] = [];
  const copy = (key: string, asked: IncomingMessage, answer: ServerResponse): void => {
    const { headers } = asked;
    copies.push({
      key,
      invocation: String(headers['amz-sdk-invocation-id']),
      attempt: String(headers['amz-sdk-request']),
    });
    const versions = [...(kept.get(key) ?? []), headers];
    kept.set(key, versions);
    if (versions.length === 1 && losesAnswerOf(key)) return void asked.socket.destroy();
    answer.writeHead(200, { 'x-amz-version-id': `v${versions.length}` });
    answer.end('<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>');
  };
  const server = createServer((asked, answer) => {
    const key = `${asked.url}`.replace(/\?.*$/s, '');
    const versions = kept.get(key) ?? [];
    const newest = versions.at(-1);
    asked.resume();
    if (asked.method === 'PUT') copy(key, asked, answer);
    else if (newest === undefined) answer.writeHead(404).end();
    else answer.writeHead(200, headersOf(versions.length, newest)).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  return {
    port,
    copies,
    versionsOf: (key: string): number => kept.get(key)?.length ?? 0,
    stop: (): void => server.close().closeAllConnections(),
  };
};
