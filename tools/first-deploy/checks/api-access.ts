import { type Check, expectEqual } from '../check.ts';
import { askApi } from '../stage/ask-api.ts';
import { aVisitor } from '../stage/visitor.ts';

const remedy = 'do not go live: see lib/api/http-api.ts and the log of the authorizer function';

/** The API's door. */
export const apiAccessChecks: readonly Check[] = [
  {
    name: 'the API refuses a request without a token, and one with a wrong token',
    remedy,
    async run({ apiUrl }) {
      const ask = (headers: Record<string, string>) =>
        fetch(`${apiUrl}/orders/ord_first-deploy`, { headers });
      expectEqual('the answer without a token', (await ask({})).status, 401);
      expectEqual(
        'the answer to a wrong token',
        (await ask({ authorization: 'Bearer kst_wrong' })).status,
        403,
      );
      return '401, 403';
    },
  },
  {
    name: 'the API answers a new visitor 404 for an order that is not theirs',
    remedy,
    async run(stage) {
      const { token } = await aVisitor(stage);
      const { status } = await askApi(stage, {
        token,
        method: 'GET',
        path: '/orders/ord_first-deploy',
      });
      expectEqual('the answer', status, 404);
      return undefined;
    },
  },
];
