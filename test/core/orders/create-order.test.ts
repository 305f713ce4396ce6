import { describe, expect, it } from '@jest/globals';
import { InvalidInput, NotAllowed } from '../../../core/errors.ts';
import { createOrder } from '../../../core/orders/create-order.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { anUpload, arrived } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory, stored } from '../builders/world.ts';

const amount = { value: 49.9, currency: 'EUR' };
const orderId = `ord_${'1'.padStart(32, '0')}`;
const photo = { uploadId: 'upl_1', role: 'photo', required: true };

const shop = () => {
  const world = aWorld();
  arrived(world, 'upl_1');
  arrived(world, 'upl_2');
  return world;
};

const issuesOf = async (input: unknown, world = shop(), caller = alice) => {
  const error = await errorOf(createOrder(world, caller, input));
  expect(await world.orders.find(orderId)).toBeUndefined();
  return error instanceof InvalidInput
    ? error.issues.map(({ field, message }) => `${field}: ${message}`)
    : [];
};

describe('create order', () => {
  it('records an unpaid order and a ledger entry for each file', async () => {
    const world = shop();
    const { order } = await createOrder(world, alice, {
      amount,
      files: [photo, { uploadId: 'upl_2', role: 'audio', required: false }],
    });
    const found = await stored(world, order.orderId);
    expect(found.order).toMatchObject({
      ownerId: 'usr_alice',
      status: 'awaiting_payment',
      amount,
      migration: { status: 'pending', attempt: 0 },
    });
    expect(found.files).toMatchObject([
      { role: 'audio', position: 1, required: false, status: 'pending' },
      { role: 'photo', position: 0, required: true, status: 'pending' },
    ]);
  });

  it('takes uploads that are still on their way', async () => {
    const world = aWorld();
    world.uploads.put(anUpload());
    await expect(createOrder(world, alice, { amount, files: [photo] })).resolves.toMatchObject({
      order: { status: 'awaiting_payment' },
    });
  });

  it('takes 99 files, as many as one transaction can complete', async () => {
    const world = aWorld();
    const files = Array.from({ length: 99 }, (_, index) => {
      arrived(world, `upl_${index}`);
      return { uploadId: `upl_${index}`, role: `file-${index}`, required: true };
    });
    expect((await createOrder(world, alice, { amount, files })).files).toHaveLength(99);
    expect(await issuesOf({ amount, files: [...files, { ...photo, role: 'one-more' }] })).toEqual([
      'files: must name at most 99 files',
    ]);
  });

  it('is written on its uploads before it exists, so that the sweeper knows whom to ask', async () => {
    const world = shop();
    const orders = faulty(world.orders, (operation) =>
      operation === 'create' ? 'before' : undefined,
    );
    await errorOf(createOrder({ ...world, orders }, alice, { amount, files: [photo] }));
    expect((await world.uploads.find('upl_1'))?.orderIds).toEqual([orderId]);
  });

  it('is one of several an upload may be in, up to twenty', async () => {
    const world = shop();
    for (let number = 0; number < 20; number += 1)
      await createOrder(world, alice, { amount, files: [photo] });
    const error = await errorOf(createOrder(world, alice, { amount, files: [photo] }));
    expect(error instanceof InvalidInput && error.message).toBe(
      'files[0].uploadId: was used 20 times; upload the file again',
    );
  });

  it('leaves no trace on its other uploads when one was used up', async () => {
    const world = shop();
    world.uploads.put({
      ...arrived(world, 'upl_2'),
      orderIds: Array.from({ length: 20 }, (_, index) => `ord_${index}`),
    });
    const before = await world.uploads.find('upl_1');
    expect(
      await issuesOf(
        { amount, files: [photo, { ...photo, uploadId: 'upl_2', role: 'audio' }] },
        world,
      ),
    ).toEqual(['files[1].uploadId: was used 20 times; upload the file again']);
    expect(await world.uploads.find('upl_1')).toEqual(before);
  });

  it('refuses an upload the sweeper took between look and note', async () => {
    const world = shop();
    const uploads = faulty(world.uploads, (operation) => {
      if (operation === 'find') world.uploads.put(anUpload({ status: 'expired' }));
      return undefined;
    });
    const issues = await issuesOf({ amount, files: [photo] }, { ...world, uploads });
    expect(issues).toEqual(['files[0].uploadId: has expired; upload the file again']);
  });

  it.each([
    ['given up', { status: 'aborted' as const }, 'was given up'],
    ['being swept', { removal: { as: 'expired' as const, at: '', by: '' } }, 'has expired'],
    [
      'being erased',
      { removal: { as: 'erased' as const, at: '', by: '' } },
      'is no upload of yours',
    ],
  ])('refuses an upload that is %s', async (_what, changes, message) => {
    const world = shop();
    world.uploads.put(anUpload({ status: 'uploaded', ...changes }));
    expect(await issuesOf({ amount, files: [photo] }, world)).toEqual([
      expect.stringContaining(`files[0].uploadId: ${message}`),
    ]);
  });

  it('names the second use of a role', async () => {
    const files = [photo, { ...photo, uploadId: 'upl_2' }];
    expect(await issuesOf({ amount, files })).toEqual([
      'files[1].role: is used twice in this order',
    ]);
  });

  it('names the second use of an upload', async () => {
    const files = [photo, { ...photo, role: 'cover' }];
    expect(await issuesOf({ amount, files })).toEqual([
      'files[1].uploadId: is used twice in this order',
    ]);
  });

  it('reports a stranger’s upload in the very words for one that does not exist', async () => {
    const foreign = await issuesOf({ amount, files: [photo] }, shop(), mallory);
    expect(foreign).toEqual(await issuesOf({ amount, files: [{ ...photo, uploadId: 'upl_9' }] }));
    expect(foreign).toEqual([expect.stringContaining('files[0].uploadId: is no upload of yours')]);
  });

  it('refuses a quarantined upload', async () => {
    const world = aWorld();
    world.uploads.put(anUpload({ status: 'quarantined' }));
    expect(await issuesOf({ amount, files: [photo] }, world)).toEqual([
      'files[0].uploadId: was refused; upload the file again',
    ]);
  });

  it('refuses an expired upload, whether or not its record is gone', async () => {
    const world = shop();
    world.clock.set('2030-01-31T00:00:00.000Z');
    expect(await issuesOf({ amount, files: [photo] }, world)).toEqual([
      'files[0].uploadId: has expired; upload the file again',
    ]);
  });

  it('takes a kept file again, however old', async () => {
    const world = shop();
    world.uploads.put({ ...arrived(world, 'upl_1'), status: 'permanent' });
    world.clock.set('2031-01-01T00:00:00.000Z');
    await expect(createOrder(world, alice, { amount, files: [photo] })).resolves.toBeDefined();
  });

  it('takes an amount from anybody unless the stage demands a trusted token', async () => {
    const world = { ...shop(), trustedAmounts: true };
    const order = { amount, files: [photo], ownerId: alice.ownerId };
    expect(await errorOf(createOrder(world, alice, order))).toBeInstanceOf(NotAllowed);
    expect(await world.orders.find(orderId)).toBeUndefined();
    await expect(createOrder(shop(), alice, order)).resolves.toBeDefined();
  });

  it.each([{ worker: true }, { admin: true }])(
    'lets %j state the amount of an owner’s order',
    async (power) => {
      const world = { ...shop(), trustedAmounts: true };
      const trusted = { ownerId: 'usr_shop', admin: false, worker: false, ...power };
      const { order } = await createOrder(world, trusted, {
        amount,
        files: [photo],
        ownerId: alice.ownerId,
      });
      expect(order.ownerId).toBe(alice.ownerId);
      expect(
        await issuesOf({ amount, files: [photo], ownerId: mallory.ownerId }, shop(), trusted),
      ).toEqual([
        'files[0].uploadId: is no upload of that owner’s; create it with POST /uploads first',
      ]);
    },
  );

  it('takes no file whose bytes still lie in an older system', async () => {
    const world = shop();
    const registered = await world.uploads.find(photo.uploadId);
    if (!registered) throw new Error('there is no photo');
    const { sha256: _unknown, versionId: _none, ...rest } = registered;
    world.uploads.put({ ...rest, status: 'permanent', source: 'local' });
    expect(await errorOf(createOrder(world, alice, { amount, files: [photo] }))).toMatchObject({
      issues: [{ message: expect.stringContaining('older system') }],
    });
  });

  it('does not let an owner place an order for another', async () => {
    const error = await errorOf(
      createOrder(shop(), mallory, { amount, files: [photo], ownerId: alice.ownerId }),
    );
    expect(error).toBeInstanceOf(NotAllowed);
  });

  it.each([
    ['ownerId', { ownerId: '' }],
    ['amount.currency', { amount: { value: 1, currency: 'eur' } }],
    ['amount.currency', { amount: { value: 1, currency: 'XQQ' } }],
    ['amount.value', { amount: { value: -1, currency: 'EUR' } }],
    ['amount.value', { amount: { value: '1', currency: 'EUR' } }],
    ...['XAU', 'XXX', 'XTS', 'DEM'].map(
      (currency) => ['amount.currency', { amount: { value: 1, currency } }] as const,
    ),
    ...[0, 0.001, 1e-131, 5e-324, 0.005, 49.901].map(
      (value) => ['amount.value', { amount: { value, currency: 'EUR' } }] as const,
    ),
    ['amount.value', { amount: { value: 0.5, currency: 'JPY' } }],
    ['amount.value', { amount: { value: 999_999_999_999.9999, currency: 'CLF' } }],
    ['amount', { amount: undefined }],
    ['files', { files: [] }],
    ['files', { files: undefined }],
    ['files[0].role', { files: [{ ...photo, role: 'Photo!' }] }],
    ['files[0].role', { files: [{ ...photo, role: '__proto__' }] }],
    ['files[0].required', { files: [{ ...photo, required: 'yes' }] }],
    ['files[0].uploadId', { files: [{ role: 'photo', required: true }] }],
  ])('names %s: %j', async (field, wrong) => {
    const fields = (await issuesOf({ amount, files: [photo], ...wrong })).map((issue) =>
      issue.slice(0, issue.indexOf(': ')),
    );
    expect(new Set(fields)).toEqual(new Set([field]));
  });
});
