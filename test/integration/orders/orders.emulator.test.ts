import { randomUUID } from 'node:crypto';
import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { documents } from '../../contracts/shared/emulator.ts';
import { deployed } from '../shared/deployed.ts';
import { announced, uploaded } from '../shared/sample-upload.ts';
import { type Answer, aVisitor, type Visitor } from '../shared/visitor.ts';

const amount = { value: 49.9, currency: 'EUR' };
const missing = `upl_${randomUUID().replaceAll('-', '')}`;

let visitor: Visitor;
let uploadId: string;
beforeAll(async () => {
  visitor = await aVisitor();
  ({ uploadId } = await uploaded(visitor));
});

const file = (changes: object = {}) => ({ uploadId, role: 'photo', required: true, ...changes });
const order = (body: object): Promise<Answer> =>
  visitor.post('/orders', { amount, files: [file()], ...body });

const fieldsOf = ({ body }: Answer): string[] =>
  body.errors.map(({ field }: { field: string }) => field);

const ordersOf = async (id: string): Promise<number> => {
  const byUpload = { FilterExpression: 'uploadId = :id', ExpressionAttributeValues: { ':id': id } };
  return (
    (await documents.send(new ScanCommand({ TableName: deployed.tables.orders, ...byUpload })))
      .Count ?? 0
  );
};

/** Writes over one field of an upload's record. */
const mark = async (id: string, field: 'status' | 'expiresAt', value: string): Promise<void> => {
  const set = {
    UpdateExpression: 'SET #field = :value',
    ExpressionAttributeNames: { '#field': field },
  };
  const update = {
    TableName: deployed.tables.uploads,
    Key: { uploadId: id },
    ExpressionAttributeValues: { ':value': value },
  };
  await documents.send(new UpdateCommand({ ...update, ...set }));
};

describe('POST /orders', () => {
  it('answers 201 with the order, waiting for its payment', async () => {
    const { status, body } = await order({});
    expect(status).toBe(201);
    expect(body).toEqual({
      orderId: expect.stringMatching(/^ord_[0-9a-f]{32}$/),
      status: 'awaiting_payment',
      amount,
      migration: { status: 'pending', attempt: 0 },
      files: [{ role: 'photo', required: true, uploadId, status: 'pending' }],
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it('takes uploads that are still on their way', async () => {
    const upload = await announced(visitor);
    expect((await order({ files: [file({ uploadId: upload.uploadId })] })).status).toBe(201);
  });

  it.each([
    ['no amount', { amount: undefined }, ['amount']],
    ['a negative amount', { amount: { value: -1, currency: 'EUR' } }, ['amount.value']],
    ['an amount in words', { amount: { value: 'ten', currency: 'EUR' } }, ['amount.value']],
    ['a currency nobody has', { amount: { value: 1, currency: 'XQX' } }, ['amount.currency']],
    ['no files', { files: undefined }, ['files']],
    ['an empty list of files', { files: [] }, ['files']],
    ['a file that is none', { files: ['photo'] }, ['files[0]']],
  ])('refuses %s and names it', async (_what, body, fields) => {
    const answer = await order(body);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields]);
  });

  it.each([
    ['an unknown upload', { uploadId: missing }, ['files[0].uploadId']],
    ['an upload id that is none', { uploadId: 7 }, ['files[0].uploadId']],
    ['a role in capitals', { role: 'Photo' }, ['files[0].role']],
    ['a role with a slash', { role: 'a/b' }, ['files[0].role']],
    ['a file that is neither required nor not', { required: 'yes' }, ['files[0].required']],
  ])('refuses %s and names it', async (_what, changes, fields) => {
    const answer = await order({ files: [file(changes)] });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields]);
  });

  it('refuses a role, and an upload, that is used twice', async () => {
    const answer = await order({ files: [file(), file()] });
    expect([answer.status, fieldsOf(answer)]).toEqual([
      400,
      ['files[1].role', 'files[1].uploadId'],
    ]);
  });

  it('refuses a hundred files: ninety-nine and the order fill a transaction', async () => {
    const files = Array.from({ length: 100 }, (_, index) =>
      file({ role: `photo-${index}`, uploadId: `${missing}${index}` }),
    );
    const answer = await order({ files });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['files']]);
  });

  it.each([
    ['was quarantined', 'status', 'quarantined'],
    ['has expired', 'expiresAt', '2020-01-01T00:00:00.000Z'],
  ] as const)('refuses an upload that %s', async (_what, field, value) => {
    const refused = await announced(visitor);
    await mark(refused.uploadId, field, value);
    const answer = await order({
      files: [file(), file({ uploadId: refused.uploadId, role: 'second' })],
    });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['files[1].uploadId']]);
  });

  it('creates nothing of an order it refuses', async () => {
    const { uploadId: good } = await uploaded(visitor);
    await order({ files: [file({ uploadId: good }), file({ uploadId: missing, role: 'second' })] });
    expect(await ordersOf(good)).toBe(0);
  });
});
