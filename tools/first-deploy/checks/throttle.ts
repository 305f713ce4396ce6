import { type Check, expectThat } from '../check.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { removeVisitor } from '../stage/visitor.ts';

// Twice the burst at once: as many as the route may take, and as many again.
const burstOf = ({ config }: DeployedStage): number => config.throttle.sessions.burst * 2;

const startSession = async (stage: DeployedStage): Promise<number> => {
  const response = await fetch(`${stage.apiUrl}/sessions`, { method: 'POST' });
  const { token } = (await response.json().catch(() => ({}))) as { token?: string };
  if (token) stage.leftovers.add('a session of the burst', () => removeVisitor(stage, token));
  return response.status;
};

/** The only public route. Last, because the throttle would also hit later checks. */
export const throttleCheck: Check = {
  name: 'a burst of POST /sessions is throttled with 429',
  remedy:
    'AWS throttles by best effort: run again; if it never does, see the route settings of ' +
    'the API’s $default stage',
  onlyAws: 'it does not throttle',
  notQuick: 'it sends a burst of requests',
  async run(stage) {
    const statuses = await Promise.all(
      Array.from({ length: burstOf(stage) }, () => startSession(stage)),
    );
    const throttled = statuses.filter((status) => status === 429).length;
    expectThat(
      throttled > 0,
      `${statuses.length} requests at once, none refused (${[...new Set(statuses)].join(', ')})`,
    );
    return `${throttled} of ${statuses.length}`;
  },
};
