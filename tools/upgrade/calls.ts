import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '../local/api.ts';
import { LocalProblem } from '../local/local-problem.ts';

/** Calls a route (`GET /jobs/1`) and returns its JSON. Throws `LocalProblem` for a refusal. */
export const call = async (
  apiUrl: string,
  token: string,
  route: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: the checks say what they expect.
): Promise<any> => {
  const [method = 'GET', path] = route.split(' ');
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new LocalProblem(`${route} answered ${response.status}: ${text.slice(0, 500)}`);
  return text === '' ? undefined : JSON.parse(text);
};

const patienceMs = 300_000;

/** Waits until an order has a status. Throws `LocalProblem` if it ends with another one. */
export const orderWith = async (api: Api, orderId: string, status: string): Promise<void> => {
  const end = Date.now() + patienceMs;
  for (;;) {
    const { migration } = await api.getOrder(orderId);
    if (migration.status === status) return;
    const hasEnded = ['completed', 'failed', 'compensation_failed'].includes(migration.status);
    if (hasEnded || Date.now() > end)
      throw new LocalProblem(`Order ${orderId} is ${migration.status}, not ${status}.`);
    await sleep(200);
  }
};
