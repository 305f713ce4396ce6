import { describe, expect, it } from '@jest/globals';
import { routes } from '../../../core/routes.ts';
import { admin } from '../../core/builders/world.ts';
import { ask } from '../delivery/gateway.ts';
import { stageRoutes } from '../stage/memory-stage.ts';
import { aStageWorld } from '../stage/stage-world.ts';

type Older = 'olderProcess' | 'olderVerify';

const askFor = async (route: Older, body: Record<string, unknown>) => {
  const world = aStageWorld();
  const served = stageRoutes(world);
  const wanted = { source: { bucket: 'legacy' }, category: 'photo' };
  const asked = { caller: admin, route: 'POST /api/migration/batch', body: wanted };
  const { batch_id } = JSON.parse((await ask(served.olderCreateBatch, asked)).text);
  const { method, path } = routes[route];
  const { status, text } = await ask(served[route], {
    caller: admin,
    route: `${method} ${path}`,
    body: { batch_id, ...body },
  });
  return { status, text, started: world.runs.started.length };
};

describe.each<Older>(['olderProcess', 'olderVerify'])('%s', (route) => {
  it('acts on the batch of the body', async () => {
    expect(await askFor(route, {})).toMatchObject({ status: 202, started: 1 });
  });

  it.each([{ dry_run: true }, { dryRun: true }, { file_ids: ['upl_1'] }])(
    'does nothing with %j, which it does not know',
    async (body) => {
      const { status, text, started } = await askFor(route, body);
      expect([status, started]).toEqual([400, 0]);
      expect(text).toContain(Object.keys(body)[0]);
    },
  );
});
