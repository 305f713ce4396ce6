import { beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { deployed } from '../integration/shared/deployed.ts';
import { anOperator } from '../integration/shared/operator.ts';
import { aUser } from '../integration/shared/pool-user.ts';
import { uploaded } from '../integration/shared/sample-upload.ts';
import { aVisitor, fetchOnce, type Visitor } from '../integration/shared/visitor.ts';
import { urlPath, wrongWith } from './departures.ts';
import { anyRequest, type FuzzedRequest, type KnownIds } from './requests.ts';

const requests = Number(process.env.FUZZ_REQUESTS ?? 200);

/** The stage is not asked about headers that fetch would not send. */
const sendable = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[ -~]{0,4000}$/.test(value)));

let callers: Visitor[];
let known: KnownIds;
beforeAll(async () => {
  const [visitor, user] = await Promise.all([aVisitor(), aUser()]);
  const ids = await Promise.all([uploaded(visitor), uploaded(visitor), uploaded(user)]);
  callers = [visitor, user, anOperator()];
  known = { id: ids.map(({ uploadId }) => uploadId), role: ['photo'] };
});

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

describe('any request to the deployed stage', () => {
  it(
    'gets a documented answer below 256 KiB, and never a 500',
    () =>
      fc.assert(
        fc.asyncProperty(anyRequest(known), fc.nat(), async (request, who) => {
          const caller = callers[who % callers.length];
          if (!caller) throw new Error('nobody is there to ask');
          fc.pre(isAddressable(request));
          const wrong = wrongWith(request, await ask(request, caller));
          if (wrong) throw new Error(wrong);
        }),
        { numRuns: requests },
      ),
    60_000 + requests * 500,
  );
});
