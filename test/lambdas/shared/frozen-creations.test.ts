import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RouteName } from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { admin, alice } from '../../core/builders/world.ts';
import { ask } from '../delivery/gateway.ts';
import { catchLogs } from '../log-lines.ts';
import { amount, files, jobOver, photo, text } from '../powers/bodies.ts';
import { formOf } from '../powers/older-ways.ts';
import { type StageOfAlice, stageOfAlice } from '../powers/stage-of-alice.ts';
import type { Request } from '../powers/way.ts';
import { stageRoutes } from '../stage/memory-stage.ts';

beforeEach(() => {
  catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

type Port = 'uploads' | 'orders' | 'jobs' | 'links' | 'batches';
type Creation = { route: RouteName; port: Port; request: Request };

const video = { ...photo, category: 'video', contentType: 'video/mp4', sizeBytes: 20 * 1024 ** 2 };
const source = { bucket: 'legacy', prefix: 'media/' };

const creations: Creation[] = [
  { route: 'createUpload', port: 'uploads', request: { body: photo } },
  { route: 'createUpload', port: 'uploads', request: { body: video } },
  { route: 'storeText', port: 'uploads', request: { body: text } },
  {
    route: 'olderTranscriptFile',
    port: 'uploads',
    request: formOf('a.txt', 'text/plain', 'Hello')(),
  },
  { route: 'olderTranscriptText', port: 'uploads', request: { body: { text: 'Hello' } } },
  { route: 'createOrder', port: 'orders', request: { body: { amount, files } } },
  { route: 'createJob', port: 'jobs', request: { body: jobOver('upl_free', 'keep') } },
  { route: 'createLink', port: 'links', request: { params: { id: 'ord_1' }, body: {} } },
  { route: 'createBatch', port: 'batches', request: { body: { source, category: 'photo' } } },
];

const callerOf = ({ route }: Creation) => (route === 'createBatch' ? admin : alice);

/** The function freezes at its write, before or after it is done, until it is woken. */
const frozen = <Of extends object>(port: Of, when: 'before' | 'after') => {
  const wake = Promise.withResolvers<void>();
  const there = Promise.withResolvers<void>();
  let calls = 0;
  const slow = new Proxy(port, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = (...given: unknown[]): unknown => value.apply(target, given);
      if (name !== 'create') return call;
      return async (...given: unknown[]) => {
        calls += 1;
        if (calls > 1) return call(...given);
        if (when === 'after') await call(...given);
        there.resolve();
        await wake.promise;
        return when === 'after' ? undefined : call(...given);
      };
    },
  });
  return { slow, wake: wake.resolve, there: there.promise };
};

const askFor = ({ world }: StageOfAlice, creation: Creation) => {
  const { method, path } = routes[creation.route];
  return ask(stageRoutes(world)[creation.route], {
    route: `${method} ${path}`,
    headers: { 'idempotency-key': 'cart-17' },
    ...creation.request,
    caller: callerOf(creation),
  });
};

const recordsIn = ({ world }: StageOfAlice) => ({
  uploads: world.uploads.all.length,
  orders: world.orders.all.length,
  jobs: world.jobs.all.length,
  links: world.links.all.length,
  batches: world.batches.all.length,
});

/** A stage whose first creation freezes. */
const frozenStage = async ({ port, route }: Creation, when: 'before' | 'after') => {
  const stage = await stageOfAlice();
  stage.world.trustedAmounts = false;
  stage.world.fileTypes.says = route === 'createUpload' ? 'image/jpeg' : undefined;
  const { slow, ...handles } = frozen(stage.world[port], when);
  return { stage: { ...stage, world: { ...stage.world, [port]: slow } }, ...handles };
};

const idsIn = (answer: string): unknown[] => {
  const { uploadId, orderId, jobId, token, batchId } = JSON.parse(answer);
  return [uploadId, orderId, jobId, token, batchId];
};

describe.each(['before', 'after'] as const)('a function that freezes %s it has written', (when) => {
  it.each(creations)('creates once by $route', async (creation) => {
    const { stage, wake, there } = await frozenStage(creation, when);
    const before = recordsIn(stage);
    const first = askFor(stage, creation);
    await there;
    expect((await askFor(stage, creation)).status).toBe(409);
    stage.world.clock.advance(31_000);
    const second = await askFor(stage, creation);
    wake();
    const late = await first;
    const third = await askFor(stage, creation);
    expect([second.status, late.status, third.status]).toEqual([201, 201, 201]);
    expect(idsIn(late.text)).toEqual(idsIn(second.text));
    expect(idsIn(third.text)).toEqual(idsIn(second.text));
    const after = recordsIn(stage);
    expect(after).toEqual({ ...before, [creation.port]: before[creation.port] + 1 });
  });
});
