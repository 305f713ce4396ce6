import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput, TransientFault } from '../../../../core/errors.ts';
import { retrying } from '../../transfer/engine/retrying.ts';
import type { GuardedHttp } from '../http-request.ts';
import { retryAfterMs } from '../retry-after.ts';

type Listing<Page> = {
  url: URL;
  /** What is listed, for messages. */
  description: string;
  /** Throws if the answer of 200 is not a page of a list. */
  read: (text: string) => Page;
  /** Storage's own word for a refusal. */
  reasonOf: (message: IncomingMessage, text: string) => string | undefined;
};

/** A page of 5,000 objects with names of 1,024 characters. */
const maxListingBytes = 64 * 1024 * 1024;

const retries = { retries: 3, random: Math.random, sleep: async (ms: number) => sleep(ms) };

/**
 * Asks object storage for one page of a list, several times if need be. Throws `InvalidInput` for
 * a refusal, `TransientFault`.
 */
export const askListing = <Page>(http: GuardedHttp, listing: Listing<Page>): Promise<Page> =>
  retrying(retries, () => askOnce(http, listing));

const askOnce = async <Page>(
  http: GuardedHttp,
  { url, description, read, reasonOf }: Listing<Page>,
): Promise<Page> => {
  const message = await http.ask({ method: 'GET', url: url.href });
  const text = await textOf(message, url.host);
  const { statusCode = 0, headers } = message;
  if (statusCode === 200) return read(text);
  const problem = `Could not list ${description} (${reasonOf(message, text) ?? statusCode}).`;
  if (statusCode >= 500 || statusCode === 429 || statusCode === 408)
    throw new TransientFault(`${problem} Try again later.`, {
      context: { host: url.host, status: statusCode, ...retryAfterMs(headers) },
    });
  throw refuse(problem);
};

const textOf = async (message: IncomingMessage, host: string): Promise<string> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxListingBytes) throw refuse(`${host} sends too long a listing.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

const refuse = (message: string): InvalidInput => InvalidInput.of('source', message);
