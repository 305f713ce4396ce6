import { describe, expect, it } from '@jest/globals';
import type { OrderFile } from '../../../../core/orders/model/order.ts';
import { orderView } from '../../../../core/orders/model/order-view.ts';
import { uploadView } from '../../../../core/uploads/model/upload-view.ts';
import { aMigratingOrder, anUpload, aPaidOrder, aVerifiedFile } from '../../builders/records.ts';

describe('the order its owner sees', () => {
  it('shows files with where they are kept and how that was proven', () => {
    const { files } = orderView({ order: aPaidOrder(), files: [aVerifiedFile('photo')] });
    expect(files).toEqual([
      expect.objectContaining({
        role: 'photo',
        status: 'verified',
        permanentKey: 'photos/ord_1/upl_photo',
        verifiedBy: 'sha256',
      }),
    ]);
  });

  it('has its files in the order given, those of older records by role', () => {
    const rolesOf = (files: OrderFile[]) =>
      orderView({ order: aPaidOrder(), files }).files.map(({ role }) => role);
    const [audio, photo] = [aVerifiedFile('audio'), aVerifiedFile('photo')];
    expect(
      rolesOf([
        { ...audio, position: 1 },
        { ...photo, position: 0 },
      ]),
    ).toEqual(['photo', 'audio']);
    expect(rolesOf([photo, audio])).toEqual(['audio', 'photo']);
  });

  it.each([
    ['compensating', 'migrating'],
    ['completed', 'completed'],
    ['failed', 'failed'],
  ] as const)('calls a migration that is %s %s: how we undo is our business', (status, shown) => {
    const { migration } = orderView({ order: aMigratingOrder({ status }), files: [] });
    expect(migration.status).toBe(shown);
  });

  it('shows neither fencing tokens nor payment ids', () => {
    const text = JSON.stringify(
      orderView({ order: aMigratingOrder(), files: [aVerifiedFile('photo')] }),
    );
    expect(text).not.toMatch(/runId|ord_1-1|pay_1|revision/);
  });

  it('shows the refund with its key', () => {
    const refund = {
      idempotencyKey: 'refund-ord_1-pay_1',
      reason: 'source_missing',
      requestedAt: '2030-01-01T00:00:00.000Z',
    };
    expect(orderView({ order: aPaidOrder({}, { refund }), files: [] }).refund).toMatchObject({
      requested: true,
      idempotencyKey: refund.idempotencyKey,
    });
  });
});

describe('the upload its owner sees', () => {
  it('shows neither the bucket nor the pin', () => {
    expect(Object.keys(uploadView(anUpload({ etag: '"e"' })))).not.toEqual(
      expect.arrayContaining(['bucket', 'etag']),
    );
  });

  it('shows nothing of where the old system kept it', () => {
    expect(
      JSON.stringify(uploadView(anUpload({ source: 'local', legacyPath: 'srv/www/2019/cat.jpg' }))),
    ).not.toContain('srv/www');
  });

  it('says when a file expires, unless it is permanent', () => {
    const { expiresAt } = anUpload();
    expect(uploadView(anUpload({ status: 'uploaded' }))).toMatchObject({ expiresAt });
    expect(uploadView(anUpload({ status: 'permanent' }))).not.toHaveProperty('expiresAt');
  });

  it('carries no address', () => {
    expect(JSON.stringify(uploadView(anUpload()))).not.toMatch(/https?:/);
  });
});
