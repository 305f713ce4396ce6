import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TransientFault } from '../../../core/errors.ts';
import { replaceOrderFile } from '../../../core/operations/replace-order-file.ts';
import type { Order, OrderFile } from '../../../core/orders/model/order.ts';
import { retryOrder } from '../../../core/orders/retry-order.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { actorIn, executions, oldOrder, pay } from '../builders/races.ts';
import { aFile, aMigratingOrder, anOrder, aPaidOrder, arrived } from '../builders/records.ts';
import { admin, alice, aWorld, errorOf, mallory, stored, type World } from '../builders/world.ts';

const shop = { ownerId: 'key_shop', admin: false, worker: false, scopes: 'orders:replace' };

const replace = (world: World, { caller = shop, uploadId = 'upl_better', role = 'photo' } = {}) =>
  replaceOrderFile(world, caller, { orderId: 'ord_1', role, body: { uploadId } });

/** An order of Alice's, and a better photo of hers. */
const ordered = (order: Order, file: Partial<OrderFile> = {}): World => {
  const world = aWorld();
  arrived(world, 'upl_photo', { orderIds: ['ord_1'] });
  arrived(world, 'upl_better');
  world.orders.put(order, [aFile('photo', { position: 0, ...file }), aFile('audio')]);
  return world;
};

const failed = (fields: Partial<Order> = {}): Order =>
  aPaidOrder({ status: 'failed' }, { status: 'refund_requested', ...fields });

const copiedBefore = { status: 'failed', attempt: 1, permanentKey: 'photos/ord_1/x' } as const;

describe('replace a file of an order', () => {
  it.each([
    ['unpaid', anOrder()],
    ['paid, and waiting for its files', aPaidOrder()],
    ['failed', failed()],
  ])('is possible while the order is %s', async (_, order) => {
    const world = ordered(order);
    const { files } = await replace(world);
    expect(files).toContainEqual(
      expect.objectContaining({
        role: 'photo',
        position: 0,
        uploadId: 'upl_better',
        status: 'pending',
      }),
    );
    expect((await world.uploads.find('upl_better'))?.orderIds).toEqual(['ord_1']);
    expect((await stored(world)).order.history?.at(-1)?.event).toBe('file_replaced');
  });

  it('forgets what had happened to the old file', async () => {
    const world = ordered(failed({ sweptAt: '2030-01-01' }), copiedBefore);
    await replace(world);
    const file = (await stored(world)).file('photo');
    expect(file).not.toHaveProperty('permanentKey');
    expect(file).toMatchObject({ status: 'pending', attempt: 0 });
  });

  it.each([
    ['is being migrated', aMigratingOrder(), {}],
    ['is being compensated', aPaidOrder({ status: 'compensating' }), {}],
    ['is completed', aPaidOrder({ status: 'completed' }, { status: 'completed' }), {}],
    [
      'has copies left',
      failed({ migration: { status: 'compensation_failed', attempt: 1, recoveries: 0 } }),
      {},
    ],
    ['may get a late copy of the old file', failed(), copiedBefore],
  ])('is refused while the order %s', async (_, order, file) => {
    const world = ordered(order, file);
    expect(await errorOf(replace(world))).toMatchObject({ name: 'OrderRefused' });
    expect((await stored(world)).file('photo')?.uploadId).toBe('upl_photo');
    expect((await world.uploads.find('upl_better'))?.orderIds).toBeUndefined();
  });

  it('is for operators and keys of its scope alone', async () => {
    await replace(ordered(anOrder()), { caller: admin as never });
    const others = [alice, mallory, { ...shop, scopes: 'orders:create orders:read' }];
    for (const caller of others)
      expect(await errorOf(replace(ordered(anOrder()), { caller: caller as never }))).toMatchObject(
        { name: 'NotAllowed' },
      );
  });

  it.each(['upl_mallory', 'upl_unknown', 'upl_audio', 'upl_erased'])(
    'takes no %s',
    async (uploadId) => {
      const world = ordered(anOrder());
      arrived(world, 'upl_mallory', { ownerId: mallory.ownerId });
      const removal = { as: 'erased', at: '2030-01-01', by: alice.ownerId } as const;
      arrived(world, 'upl_erased', { removal });
      expect(await errorOf(replace(world, { uploadId }))).toMatchObject({ name: 'InvalidInput' });
    },
  );

  it('knows no other role', async () => {
    expect(await errorOf(replace(ordered(anOrder()), { role: 'film' }))).toMatchObject({
      name: 'NotFound',
    });
  });

  it('changes nothing when it is repeated, and takes the first file back', async () => {
    const world = ordered(anOrder());
    const { order } = await replace(world);
    expect((await replace(world)).order.revision).toBe(order.revision);
    await replace(world, { uploadId: 'upl_photo' });
    expect((await world.uploads.find('upl_photo'))?.orderIds).toEqual(['ord_1']);
  });

  it('stays noted on the file when another run of the same request was faster', async () => {
    const world = ordered(anOrder());
    const { uploads } = world;
    const overtaken: World['uploads'] = new Proxy(uploads, {
      get: (target, name) =>
        name === 'save'
          ? async (upload: Upload) => {
              await uploads.save(upload);
              await replace(world);
              throw new TransientFault('The answer was lost.');
            }
          : Reflect.get(target, name).bind(target),
    });
    await errorOf(replace({ ...world, uploads: overtaken }));
    expect((await stored(world)).file('photo')?.uploadId).toBe('upl_better');
    expect((await uploads.find('upl_better'))?.orderIds).toEqual(['ord_1']);
  });

  it('lets a failed order be tried again with the new file', async () => {
    const world = ordered(failed());
    world.orders.put(failed(), [aFile('photo')]);
    const { finished } = executions(world, () => world);
    await replace(world);
    await retryOrder(world, 'ord_1', { refundStopped: true });
    await finished();
    const { order, files } = await stored(world);
    expect(order.status).toBe('completed');
    expect(files[0]).toMatchObject({ permanentKey: 'photos/ord_1/upl_better', status: 'verified' });
  });

  it('beside a payment commits the file that the ledger names, whichever comes first', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = oldOrder();
        arrived(world, 'upl_better', { expiresAt: '2031-01-01T00:00:00.000Z' });
        const { finished } = executions(world, () => actorIn(world, scheduler));
        const both = Promise.all([
          replace(actorIn(world, scheduler)).catch((error: Error) => error.name),
          pay(actorIn(world, scheduler), 30),
        ]).then(async ([answer]) => {
          await finished();
          return answer;
        });
        const answer = await scheduler.waitFor(both);
        const { order, files } = await stored(world);
        const [file] = files;
        expect(order.status).toBe('completed');
        expect(file?.permanentKey).toBe(`photos/ord_1/${file?.uploadId}`);
        expect(file?.uploadId).toBe(answer === 'OrderRefused' ? 'upl_photo' : 'upl_better');
        ends.add(`${file?.uploadId}`);
      }),
      { numRuns: 300 },
    );
    expect([...ends].sort()).toEqual(['upl_better', 'upl_photo']);
  });
});
