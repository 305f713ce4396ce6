import type { ClientRequest, IncomingMessage } from 'node:http';

/**
 * The head of the answer to a request. Rejects with the request's error; a connection that ends
 * without either is an error, too: Node closes it so when a server switches protocols (101).
 */
export const answerTo = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((answered, failed) => {
    request
      .once('response', answered)
      .on('error', failed)
      .once('close', () =>
        failed(Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' })),
      );
  });
