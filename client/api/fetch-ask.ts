import type { Answer, AskRequest } from '../platform.ts';
import { lostConnection } from './problem.ts';

/** A request to the API by fetch. */
export const fetchAsk = async ({
  url,
  method,
  headers,
  body,
  signal,
}: AskRequest): Promise<Answer> => {
  // Outside: an address or a token that no request can have is not a lost connection.
  const request = new Request(url, {
    method,
    headers,
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
  try {
    const response = await fetch(request);
    return {
      status: response.status,
      text: await response.text(),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw lostConnection(error);
  }
};
