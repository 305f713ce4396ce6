import { type Check, expectEqual } from '../check.ts';
import { aPoolUser, type PoolUser } from '../samples/pool-user.ts';
import { askApi } from '../stage/ask-api.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';
import { removeActs } from '../stage/remove-acts.ts';

const subject = 'first-deploy';

const poolUserOf = oncePerStage(async (stage) => {
  stage.leftovers.add('what the record of acts says of this user', () =>
    removeActs(stage, subject),
  );
  return aPoolUser(stage);
});

// Each shows another power and changes nothing: one's own, a viewer's, an admin's alone.
const own = '/uploads';
const looking = '/stats';
const operating = `/dead-letters/${subject}` as const;

type Expected = { [Path in typeof own | typeof looking | typeof operating]: number };

type Member = {
  who: string;
  group: (stage: DeployedStage) => string | undefined;
  expected: Expected;
};

const members: readonly Member[] = [
  {
    who: 'a visitor',
    group: () => undefined,
    expected: { [own]: 200, [looking]: 403, [operating]: 403 },
  },
  {
    who: 'a viewer',
    group: ({ config }) => config.auth.viewerGroup,
    expected: { [own]: 200, [looking]: 200, [operating]: 403 },
  },
  {
    // There is no such queue: a 404 says that the request was let through.
    who: 'an admin',
    group: ({ config }) => config.auth.adminGroup,
    expected: { [own]: 200, [looking]: 200, [operating]: 404 },
  },
];

const check = (
  name: string,
  look: (stage: DeployedStage, user: PoolUser) => Promise<string>,
): Check => ({
  name,
  remedy:
    'see the log of the authorizer, and the groups of the user pool against auth in lib/config.ts',
  async run(stage) {
    if (stage.config.auth.issuer) return { skipped: 'the stage has an issuer of its own' };
    return look(stage, await poolUserOf(stage));
  },
});

/** Users of the stage's own pool, with the tokens that it really issues. */
export const poolUserChecks: readonly Check[] = [
  ...members.map(({ who, group, expected }) =>
    check(`a user of the pool may do what ${who} may, and no more`, async (stage, user) => {
      const { access: token } = await user.signInAs(group(stage));
      for (const [path, status] of Object.entries(expected)) {
        const answer = await askApi(stage, { token, method: 'GET', path });
        expectEqual(`the answer to GET ${path}`, answer.status, status);
      }
      return Object.values(expected).join(', ');
    }),
  ),
  check('an ID token of the pool is refused', async (stage, user) => {
    const { id: token } = await user.signInAs();
    const { status } = await askApi(stage, { token, method: 'GET', path: own });
    expectEqual('the answer', status, 403);
    return '403';
  }),
];
