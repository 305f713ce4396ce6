import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { RandomIds } from '../../adapters/aws/random-ids.ts';
import { createBatch } from '../../core/bulk/create-batch.ts';
import { createJob } from '../../core/jobs/create-job.ts';
import type { RouteName } from '../../core/route-functions.ts';
import type { Caller } from '../../core/sessions/model/session.ts';
import { linkRefusal } from '../../lambdas/delivery/link-refusal.ts';
import { httpHandler, problemAnswer } from '../../lambdas/shared/http.ts';
import { worker } from '../core/builders/jobs.ts';
import { arrived } from '../core/builders/records.ts';
import { inStage } from '../core/builders/stage-plan.ts';
import { admin, alice, mallory } from '../core/builders/world.ts';
import { keptOrder, linked } from '../lambdas/delivery/world.ts';
import { context } from '../lambdas/lambda-context.ts';
import { stageRoutes } from '../lambdas/stage/memory-stage.ts';
import { aStageWorld, type StageWorld } from '../lambdas/stage/stage-world.ts';
import type { FuzzedRequest, KnownIds } from './requests.ts';
import { strictPort } from './strict-port.ts';

const stored = [
  'uploads',
  'orders',
  'jobs',
  'links',
  'sessions',
  'batches',
  'lists',
  'requests',
  'erasures',
  'stats',
] as const;

/** A stage in memory whose tables refuse what DynamoDB refuses. */
const strictWorld = (world: StageWorld): StageWorld => ({
  ...world,
  ...Object.fromEntries(stored.map((name) => [name, strictPort<object>(world[name])])),
  ...Object.fromEntries([['ids', new RandomIds()]]),
});

export const callers: readonly Caller[] = [
  { ownerId: 'ses_1', admin: false, worker: false },
  alice,
  mallory,
  worker,
  admin,
];

/** The API in memory with something of Alice's behind every kind of id. */
export const memoryApi = async () => {
  const world = aStageWorld();
  await keptOrder(world, { photo: {} });
  const { token = '' } = await linked(world);
  for (const id of ['upl_1', 'upl_2', 'upl_film']) arrived(world, id);
  await createJob(world, worker, {
    ownerId: alice.ownerId,
    title: 'Cut',
    inputs: { film: 'upl_film' },
    onFinish: { inputs: 'promote', outputs: 'keep' },
  });
  await createBatch(world, {
    batchId: 'bat_1',
    plan: inStage(),
    dryRun: false,
    createdBy: admin.ownerId,
    shards: 1,
  });
  const routes = stageRoutes(strictWorld(world));
  const known: KnownIds = {
    id: ['upl_1', 'upl_2', 'ord_1', 'job_1', 'bat_1'],
    role: ['photo'],
    token: [token],
  };

  const ask = async (request: FuzzedRequest, caller: Caller) => {
    const { name, method, path, params, query, headers, body } = request;
    const isPage = path.startsWith('/l/');
    const handler = httpHandler(routes[name as RouteName], isPage ? linkRefusal : problemAnswer);
    const event = {
      routeKey: `${method} ${path}`,
      pathParameters: params,
      queryStringParameters: query,
      headers,
      body,
      isBase64Encoded: false,
      requestContext: {
        domainName: 'api.example.com',
        http: { sourceIp: '192.0.2.1' },
        authorizer: { lambda: caller },
      },
    };
    const answer = (await handler(event as never, context)) as APIGatewayProxyStructuredResultV2;
    return answer;
  };
  return { world, known, ask };
};
