import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { eventually } from '../shared/eventually.ts';
import { anOperator } from '../shared/operator.ts';
import { uploaded } from '../shared/sample-upload.ts';
import { eraseUpload } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { orderIn, orderOf, pay, placedOrder } from './paid-order.ts';

type OperatorsOrder = OrderView & { ownerId: string };

let customer: Visitor;
let stranger: Visitor;
let operator: Visitor;
let failed: OrderView;

beforeAll(async () => {
  operator = anOperator();
  [customer, stranger] = await Promise.all([aVisitor(), aVisitor()]);
  const { order, uploads } = await placedOrder(customer, ['back', 'cover', 'front']);
  const [, gone] = uploads;
  if (gone) await eraseUpload(gone);
  await pay(order);
  failed = await orderIn(customer, 'refund_requested', order);
});

const idsOf = ({ body }: { body: { orders: { orderId: string }[] } }): string[] =>
  body.orders.map(({ orderId }) => orderId);

/** Every order an operator finds under a status, page by page: a page may be empty. */
const allIn = async (status: string): Promise<OperatorsOrder[]> => {
  const found: OperatorsOrder[] = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const { body } = await operator.get(
      `/orders?status=${status}&limit=100${cursor ? `&cursor=${cursor}` : ''}`,
    );
    found.push(...body.orders);
    cursor = body.cursor;
  }
  return found;
};

/** The failed order in an operator's list, once it is there. */
const listedFailure = (): Promise<OperatorsOrder> =>
  eventually('the failed order is listed', async () =>
    (await allIn('failed')).find(({ orderId }) => orderId === failed.orderId),
  );

describe('GET /orders', () => {
  it('lists a customer’s orders, newest first, page by page', async () => {
    const owner = await aVisitor();
    const { uploadId } = await uploaded(owner);
    const made: string[] = [];
    for (let count = 0; count < 3; count += 1)
      made.push((await orderOf(owner, [{ role: 'photo', uploadId }])).orderId);
    const first = await owner.get('/orders?limit=2');
    const second = await owner.get(`/orders?limit=2&cursor=${first.body.cursor}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(made.toReversed());
    expect(second.body).not.toHaveProperty('cursor');
  });

  it('lists nobody else’s: a cursor of the operators’ list does not help', async () => {
    const { cursor } = (await operator.get('/orders?limit=1')).body;
    expect((await stranger.get('/orders')).body).toEqual({ orders: [] });
    expect(await stranger.get(`/orders?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'cursor' }] },
    });
  });

  it('answers a stranger who names an owner exactly as if there were none', async () => {
    const { ownerId: known } = await listedFailure();
    const answers = await Promise.all(
      [known, 'usr_nobody'].map((ownerId) => stranger.get(`/orders?ownerId=${ownerId}`)),
    );
    expect(answers.map(({ status, text }) => [status, text])).toEqual(
      Array(2).fill([400, answers[0]?.text]),
    );
  });

  it('shows operators what failed, and whose it is', async () => {
    expect((await listedFailure()).ownerId).toMatch(/^ses_/);
    const ids = (await allIn('failed')).map(({ orderId }) => orderId);
    expect(ids).toEqual([...new Set(ids)]);
    expect((await customer.get('/orders')).body.orders[0]).not.toHaveProperty('ownerId');
  });
});

describe('GET /orders/{id}/timeline', () => {
  it('names to operators the failing file, the cause, what was undone and what is still to do', async () => {
    const { status, body } = await operator.get(`/orders/${failed.orderId}/timeline`);
    expect(status).toBe(200);
    expect(body.failure).toMatchObject({ role: 'cover', code: 'source_missing' });
    expect(
      body.undone
        .filter(({ versionId }: { versionId?: string }) => versionId)
        .map(({ role }: { role: string }) => role),
    ).toEqual(['back', 'front']);
    expect(body.outstanding).toContainEqual({
      who: 'payment_provider',
      what: 'refund',
      idempotencyKey: failed.refund?.idempotencyKey,
    });
    expect(body.attempts).toMatchObject([
      { attempt: 1, runs: [`${failed.orderId}-1`], outcome: 'compensated' },
    ]);
  });

  it('tells its owner what happened, and nothing of executions', async () => {
    const { body } = await customer.get(`/orders/${failed.orderId}/timeline`);
    expect(body.events.map(({ event }: { event: string }) => event)).toEqual(
      expect.arrayContaining(['created', 'compensated', 'refund_requested']),
    );
    expect(JSON.stringify(body)).not.toContain(`${failed.orderId}-1`);
  });
});

describe('POST /orders/{id}/retry', () => {
  it('is refused while the refund of a failed order may be paid out', async () => {
    const { status, body } = await operator.post(`/orders/${failed.orderId}/retry`, {});
    expect([status, body.type]).toEqual([409, 'urn:keepsake:problem:order-refused']);
  });

  it('makes another attempt once it is stopped; the file is still gone, and the refund is the same one', async () => {
    const { status } = await operator.post(`/orders/${failed.orderId}/retry`, {
      refundStopped: true,
    });
    expect(status).toBe(200);
    const again = await eventually('the second attempt has failed', async () => {
      const { body } = await customer.get(`/orders/${failed.orderId}`);
      return body.migration.attempt === 2 && body.status === 'refund_requested' ? body : undefined;
    });
    expect(again.refund.idempotencyKey).toBe(failed.refund?.idempotencyKey);
  });
});

describe('POST /orders/{id}/compensate', () => {
  it('changes nothing of a failed order that has nothing left', async () => {
    const { status, body } = await operator.post(`/orders/${failed.orderId}/compensate`, {});
    expect([status, body.status, body.migration.status]).toEqual([
      200,
      'refund_requested',
      'failed',
    ]);
  });
});
