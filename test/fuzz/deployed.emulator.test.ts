import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inParallel } from '../../adapters/aws/in-parallel.ts';
import { deployed } from '../integration/shared/deployed.ts';
import { aUser } from '../integration/shared/pool-user.ts';
import { uploaded } from '../integration/shared/sample-upload.ts';
import { aVisitor, fetchOnce, type Visitor } from '../integration/shared/visitor.ts';
import { urlPath, wrongWith } from './departures.ts';
import { anyRequest, type FuzzedRequest, type KnownIds } from './requests.ts';

const requests = Number(process.env.FUZZ_REQUESTS ?? 200);
const clients = 4;

/** Requests of one turn, with callers of its own: a token lives for an hour. */
const perTurn = Math.min(1_000, Math.ceil(requests / clients));
const turns = Array.from({ length: Math.ceil(requests / perTurn) }, (_, turn) => turn);

/** The stage is not asked about headers that fetch would not send. */
const sendable = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[ -~]{0,4000}$/.test(value)));

/** A visitor, a user and an operator, and the ids of what the first two sent. */
const newCallers = async (): Promise<{ callers: Visitor[]; known: KnownIds }> => {
  const [visitor, user, operator] = await Promise.all([aVisitor(), aUser(), aUser('admin')]);
  const ids = await Promise.all([uploaded(visitor), uploaded(visitor), uploaded(user)]);
  return {
    callers: [visitor, user, operator],
    known: { id: ids.map(({ uploadId }) => uploadId), role: ['photo'] },
  };
};

/** Gateways refuse long URLs themselves, and these segments lead to another route, or to none. */
const isAddressable = (request: FuzzedRequest): boolean =>
  urlPath(request).length < 8_000 &&
  Object.values(request.params).every(
    (value) => !['', '.', '..'].includes(value) && !value.includes('/'),
  );

const ask = async (request: FuzzedRequest, { token }: Visitor) => {
  const { method, headers, body } = request;
  const answer = await fetchOnce(`${deployed.apiUrl}${urlPath(request)}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...sendable(headers),
      authorization: `Bearer ${token}`,
    },
    ...(body !== undefined && { body }),
  });
  const contentType = answer.headers.get('content-type');
  return { ...answer, contentType: contentType === null ? 'none' : contentType };
};

/** A token that had expired would have been refused at the door, before any route. */
const isStillKnown = async ({ token }: Visitor): Promise<boolean> => {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetchOnce(`${deployed.apiUrl}/uploads`, { headers })).status === 200;
};

/** Answers by status. */
const told: Record<number, number> = {};

const takeTurn = async (): Promise<void> => {
  const { callers, known } = await newCallers();
  await fc.assert(
    fc.asyncProperty(anyRequest(known), fc.constantFrom(...callers), async (request, caller) => {
      fc.pre(isAddressable(request));
      const answer = await ask(request, caller);
      told[answer.status] = (told[answer.status] ?? 0) + 1;
      const wrong = wrongWith(request, answer);
      if (wrong) throw new Error(wrong);
    }),
    { numRuns: perTurn },
  );
  expect(await Promise.all(callers.map(isStillKnown))).toEqual([true, true, true]);
};

describe('any request to the deployed stage', () => {
  it(
    'gets a documented answer below 256 KiB, and never a 500',
    async () => {
      await inParallel(clients, turns, takeTurn);
      if (process.env.FUZZ_REQUESTS) console.info(`answers by status: ${JSON.stringify(told)}`);
    },
    60_000 + requests * 500,
  );
});
