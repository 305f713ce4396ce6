import type { RouteName } from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { alice } from '../../core/builders/world.ts';
import { ask } from '../delivery/gateway.ts';
import { stageRoutes } from '../stage/memory-stage.ts';
import { amount, files, jobOver, photo, text } from './bodies.ts';
import { formOf } from './older-ways.ts';
import type { Effect } from './powers-table.ts';
import type { StageOfAlice } from './stage-of-alice.ts';
import type { Request, Way } from './way.ts';

const asAlice = async ({ world }: StageOfAlice, route: RouteName, request: Request) => {
  const { method, path } = routes[route];
  const { text: answer } = await ask(stageRoutes(world)[route], {
    route: `${method} ${path}`,
    ...request,
    caller: alice,
  });
  return JSON.parse(answer) as Record<string, unknown>;
};

const headers = { 'idempotency-key': 'the same' };

/** Alice creates something with a key; then another caller sends the same request. */
const repeated = (effect: Effect, route: RouteName, request: Request): Way => ({
  effect,
  route,
  by: 'Idempotency-Key',
  request: async (stage, who) => {
    // A replay would need no files of hers, and no word on the price.
    stage.world.trustedAmounts = false;
    if (route === 'olderVideo') stage.world.fileTypes.says = 'video/mp4';
    const created = await asAlice(stage, route, { ...request, headers });
    const ids = ['uploadId', 'orderId', 'jobId', 'token', 'url'].map((name) => created[name]);
    if (who !== 'owner') stage.hers.push(...ids.filter((id) => typeof id === 'string'));
    return { ...request, headers };
  },
});

const repeating: Way[] = [
  repeated('own', 'createUpload', { body: photo }),
  repeated('own', 'storeText', { body: text }),
  repeated('own', 'olderVideo', formOf('a.mp4', 'video/mp4', 'frames')()),
  repeated('own', 'olderTranscriptFile', formOf('a.txt', 'text/plain', 'Hello')()),
  repeated('own', 'olderTranscriptText', { body: { text: 'Hello' } }),
  repeated('use', 'createOrder', { body: { amount, files } }),
  repeated('use', 'createJob', { body: jobOver('upl_free', 'keep') }),
  repeated('publish', 'createLink', { params: { id: 'ord_1' }, body: {} }),
];

const open: Way[] = [
  {
    effect: 'own',
    route: 'createUpload',
    by: 'isPublic',
    request: () => ({ body: { ...photo, isPublic: true } }),
  },
  {
    effect: 'own',
    route: 'storeText',
    by: 'isPublic',
    request: () => ({ body: { ...text, isPublic: true } }),
  },
  {
    effect: 'own',
    route: 'olderTranscriptText',
    by: 'is_public',
    request: () => ({ body: { text: 'Hello', is_public: true } }),
  },
  ...(['olderTranscriptFile', 'olderVideo'] as const).map(
    (route): Way => ({
      effect: 'own',
      route,
      by: 'is_public',
      request: ({ world }) => {
        const type = route === 'olderVideo' ? 'video/mp4' : 'text/plain';
        world.fileTypes.says = route === 'olderVideo' ? type : undefined;
        return { ...formOf('a', type, 'Hello')(), query: { is_public: 'true' } };
      },
    }),
  ),
];

/** Ids of hers in a field of a request about something of one's own, or of a stranger's. */
const mixing: Way[] = [
  {
    effect: 'use',
    route: 'createOrder',
    by: 'files[].uploadId',
    request: ({ world }) => {
      world.trustedAmounts = false;
      return { body: { amount, files } };
    },
  },
  {
    effect: 'use',
    route: 'createJob',
    by: 'inputs{}',
    request: () => ({ body: jobOver('upl_free', 'keep') }),
  },
  {
    effect: 'orderFor',
    route: 'createOrder',
    by: 'ownerId',
    request: ({ world }) => {
      world.trustedAmounts = false;
      return { body: { amount, files, ownerId: alice.ownerId } };
    },
  },
  {
    effect: 'mix',
    route: 'finishJob',
    by: 'outputs{}',
    request: ({ foreign: { jobId } }) => ({
      params: { id: jobId },
      body: { outputs: { cut: 'upl_free' } },
    }),
  },
  {
    effect: 'mix',
    route: 'retargetLink',
    by: 'orderId',
    request: ({ foreign: { token } }) => ({ params: { token }, body: { orderId: 'ord_1' } }),
  },
  {
    effect: 'mix',
    route: 'retargetOrderLink',
    by: 'orderId',
    request: ({ foreign: { orderId, linkId } }) => ({
      params: { id: orderId, linkId },
      body: { orderId: 'ord_1' },
    }),
  },
  ...(['retargetOrderLink', 'revokeOrderLink'] as const).map(
    (route): Way => ({
      effect: 'mix',
      route,
      by: 'linkId',
      request: ({ foreign: { orderId }, linkId = '' }) => ({
        params: { id: orderId, linkId },
        body: { orderId },
      }),
    }),
  ),
];

/** What narrows a list never shows a record of another owner's. */
const narrowed = (route: RouteName, query: Record<string, string>): Way[] =>
  Object.entries(query).map(([by, value]) => ({
    effect: 'browse',
    route,
    by,
    request: () => ({ query: { [by]: value } }),
  }));

const longAgo = '2020-01-01T00:00:00Z';
const farAhead = '2040-01-01T00:00:00Z';

const begun = (route: 'listUploads' | 'listJobs' | 'listOrders'): Way => ({
  effect: 'goOn',
  route,
  by: 'cursor',
  request: async (stage) => {
    const { cursor } = await asAlice(stage, route, { query: { limit: '1' } });
    return { query: { cursor: `${cursor}` } };
  },
});

const listing: Way[] = [
  ...narrowed('listUploads', {
    category: 'photo',
    status: 'uploaded',
    partnerId: 'p_1',
    from: longAgo,
    to: farAhead,
    legacyPath: 'old/free.jpg',
  }),
  ...narrowed('listJobs', { status: 'running' }),
  begun('listUploads'),
  begun('listJobs'),
  begun('listOrders'),
  ...(['from', 'to'] as const).map(
    (by): Way => ({
      effect: 'survey',
      route: 'listOrders',
      by,
      request: () => ({ query: { [by]: longAgo } }),
    }),
  ),
];

/** Every further field of a request by which an effect can be had. */
export const fieldWays: readonly Way[] = [...repeating, ...open, ...mixing, ...listing];
