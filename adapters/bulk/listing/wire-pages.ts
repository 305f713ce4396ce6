import type { Credentials } from '../../aws/aws-credentials.ts';
import { asking } from '../../aws/aws-errors.ts';
import { type RetryPolicy, retrying } from '../transfer/engine/retrying.ts';
import { MalformedResponse } from '../transfer/http/malformed-response.ts';
import type { S3Place } from '../transfer/s3/s3-place.ts';
import { isRenewable } from '../transfer/s3/s3-refusal.ts';
import { S3Wire } from '../transfer/s3/s3-wire.ts';
import { readCarefully } from './careful-page.ts';
import {
  type AskPage,
  assertList,
  type ListedObject,
  type Listing,
  listPages,
  type PageQuery,
} from './list-pages.ts';
import { readPlainPage } from './plain-page.ts';

export type ListedBucket = { place: S3Place; credentials: () => Promise<Credentials> };

/** As many tries as the SDK makes. */
const usualPolicy: RetryPolicy = {
  retries: 2,
  random: () => Math.random(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const timeoutMs = 20_000;

/** A page is read in a few pieces. */
const readBytes = 64 * 1024;

/** A thousand keys of 1,024 bytes, each byte escaped. */
const maxPageBytes = 8 * 1024 ** 2;

/**
 * Lists a bucket by the engine's own requests: the SDK and its reader of XML take ten times as
 * long. Throws like `listPages`, and `TransientFault`.
 */
export async function* listByWire(
  { place, credentials }: ListedBucket,
  listing: Listing,
  policy: RetryPolicy = usualPolicy,
): AsyncGenerator<ListedObject[]> {
  const { bucket, prefix } = listing;
  const wire = new S3Wire({ place, bucket, timeoutMs, now: Date.now, readBytes });
  let isOver = false;
  const renew = async (error?: unknown): Promise<void> => {
    // The next page was under way. Nobody wants it any more.
    if (isOver) throw error;
    if (error === undefined || isRenewable(error)) wire.credentials = await credentials();
  };
  const ask: AskPage = (query) =>
    asking(`list ${prefix}`, () =>
      retrying({ ...policy, onRetry: renew }, async () => {
        const text = await askText(wire, query);
        const page = readPlainPage(text) ?? readCarefully(text);
        // Where the end of the connection is the end of the answer, a cut is seen here.
        assertList(page, listing);
        return page;
      }),
    );
  await renew();
  try {
    yield* listPages(ask, listing);
  } finally {
    isOver = true;
    wire.close();
  }
}

const askText = async (wire: S3Wire, query: PageQuery): Promise<string> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  await wire.ask({
    method: 'GET',
    query: textQuery(query),
    onBody: (piece) => {
      bytes += piece.length;
      if (bytes > maxPageBytes) throw new MalformedResponse('The answer is longer than any list.');
      pieces.push(Buffer.from(piece));
    },
  });
  return Buffer.concat(pieces).toString();
};

const textQuery = ({ Prefix, EncodingType, ContinuationToken, StartAfter }: PageQuery) => ({
  'list-type': '2',
  prefix: Prefix,
  'encoding-type': EncodingType,
  ...(ContinuationToken !== undefined && { 'continuation-token': ContinuationToken }),
  ...(StartAfter !== undefined && { 'start-after': StartAfter }),
});
