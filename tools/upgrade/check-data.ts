import { createHash } from 'node:crypto';
import { visitorApi } from '../local/api.ts';
import type { Deployed } from '../local/deploy.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { call } from './calls.ts';
import { keysOf, type OldData } from './old-data.ts';

type Check = (data: OldData, deployed: Deployed) => Promise<unknown>;

type Checks = Readonly<Record<string, Check>>;

const expectEqual = (what: string, found: unknown, wanted: unknown): void => {
  if (found !== wanted) throw new LocalProblem(`${what}: ${found}, expected ${wanted}.`);
};

const sha256Of = async (url: string): Promise<string> => {
  const response = await fetch(url);
  if (!response.ok) throw new LocalProblem(`${url} answered ${response.status}.`);
  const bytes = Buffer.from(await response.arrayBuffer());
  return createHash('sha256').update(bytes).digest('hex');
};

/** Everything that the previous version's users and operators could read, by what it proves. */
const checks: Checks = {
  'every item of every table is still there': async ({ keys }, deployed) => {
    const now = await keysOf(deployed);
    for (const [table, wanted] of Object.entries(keys)) {
      const lost = wanted.filter((key) => !now[table]?.includes(key));
      expectEqual(`items lost of ${table}`, lost.join(), '');
    }
  },
  'the session reads its completed order': async ({ token, completed }, { apiUrl }) => {
    const { migration, files } = await visitorApi(apiUrl, token).getOrder(completed);
    expectEqual('its status', migration.status, 'completed');
    expectEqual('its files', files.length, 4);
  },
  'the order’s photo has its bytes': async ({ token, completed, photo }, { apiUrl }) => {
    const route = `GET /orders/${completed}/files/photo?format=json`;
    const { url } = await call(apiUrl, token, route);
    expectEqual('its SHA-256', await sha256Of(url), photo);
  },
  'the printed link leads to them': async ({ link, photo }, { apiUrl }) =>
    expectEqual('its SHA-256', await sha256Of(`${apiUrl}/l/${link}`), photo),
  'the unpaid order waits': async ({ token, unpaid: [, unpaid] }, { apiUrl }) => {
    const { migration } = await visitorApi(apiUrl, token).getOrder(unpaid);
    expectEqual('its status', migration.status, 'pending');
  },
  'the session lists its orders': async ({ token }, { apiUrl }) => {
    const { orders } = await call(apiUrl, token, 'GET /orders');
    expectEqual('orders', orders.length, 4);
  },
  'the worker’s job is there': async ({ token, job }, { apiUrl }) => {
    const { title } = await call(apiUrl, token, `GET /jobs/${job}`);
    expectEqual('its title', title, 'Cut');
  },
  'operators read the batch': async ({ batch }, { apiUrl, adminToken }) => {
    const { batchId } = await call(apiUrl, adminToken, `GET /batches/${batch}`);
    expectEqual('its id', batchId, batch);
  },
  'operators read the counters': async (_data, { apiUrl, adminToken }) => {
    const stats = await call(apiUrl, adminToken, 'GET /stats');
    if (!/[1-9]/.test(JSON.stringify(stats))) throw new LocalProblem('All counters are 0.');
  },
};

/** Lists that the previous version did not have; its records are in them. */
const laterChecks: Checks = {
  'operators find the worker’s job by its status': async ({ job }, { apiUrl, adminToken }) => {
    const { jobs } = await call(apiUrl, adminToken, 'GET /jobs?status=running');
    expectEqual('jobs', jobs.map(({ jobId }: { jobId: string }) => jobId).join(), job);
  },
  'operators find the held payment': async (_data, { apiUrl, adminToken }) => {
    const { orders } = await call(apiUrl, adminToken, 'GET /attention');
    expectEqual('orders with one', orders.payment_held.count, 1);
  },
  'operators find the erasure': async ({ erased }, { apiUrl, adminToken }) => {
    const { erasures } = await call(apiUrl, adminToken, 'GET /erasures');
    const ids = erasures.map(({ uploadId }: { uploadId: string }) => uploadId);
    expectEqual('erasures', ids.join(), erased);
  },
};

/** Reads all of the old data on either version, and says each check. Throws at the first. */
export const checkOldData = (
  data: OldData,
  deployed: Deployed,
  say: (message: string) => void,
): Promise<void> => run(checks, data, deployed, say);

const run = async (
  wanted: Checks,
  data: OldData,
  deployed: Deployed,
  say: (message: string) => void,
): Promise<void> => {
  for (const [what, check] of Object.entries(wanted)) {
    await check(data, deployed).catch((cause: Error) => {
      throw new LocalProblem(`Not true: ${what}. ${cause.message}`, { cause });
    });
    say(`  ok: ${what}`);
  }
};

/** Finds the old data in the lists of the new version, too. */
export const checkUpgradedData = async (
  data: OldData,
  deployed: Deployed,
  say: (message: string) => void,
): Promise<void> => {
  await checkOldData(data, deployed, say);
  await run(laterChecks, data, deployed, say);
};
