import { describe, expect, it } from '@jest/globals';
import { DeliveryByStorage } from '../../../adapters/delivery/delivery-by-storage.ts';
import type { Delivery, DeliverySigner } from '../../../core/delivery/ports.ts';
import { aDeliverable } from './sample-deliverable.ts';

const serving = (source: Delivery['source']): DeliverySigner => ({
  sign: async ({ key }, expiresAt) => ({
    url: `https://${source}.test/${key}?${expiresAt.getTime()}`,
    source,
  }),
});

const signer = new DeliveryByStorage({
  permanent: serving('cloudfront'),
  temporary: serving('s3'),
});

describe('delivery by place', () => {
  it.each([
    [true, 'cloudfront'],
    [false, 's3'],
  ])('of a file whose being permanent is %s is by %s', async (permanent, source) => {
    expect(await signer.sign(aDeliverable({ permanent, key: 'k' }), new Date(7))).toEqual({
      url: `https://${source}.test/k?7`,
      source,
    });
  });
});
