import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { SnsAlerts } from '../../../adapters/aws/sns-alerts.ts';
import type { Alert } from '../../../core/shared/ports.ts';
import { offline, StubHandler } from './stub-handler.ts';

const published = async (about: Partial<Alert>): Promise<URLSearchParams> => {
  const answer =
    '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
  const network = new StubHandler(() => ({ body: answer }));
  await new SnsAlerts(new SNSClient(offline(network)), 'arn:topic').raise({
    kind: 'corruption',
    ...about,
    message: 'differs',
  });
  return new URLSearchParams(network.only.body);
};

describe('alerts through SNS', () => {
  it('can be filtered by kind and order', async () => {
    const form = await published({ orderId: 'ord_1' });
    const attributes = [1, 2].map((n) => [
      form.get(`MessageAttributes.entry.${n}.Name`),
      form.get(`MessageAttributes.entry.${n}.Value.StringValue`),
    ]);
    expect(Object.fromEntries(attributes)).toEqual({ kind: 'corruption', orderId: 'ord_1' });
  });

  it('can be about a file of no order', async () => {
    const form = await published({ uploadId: 'upl_1' });
    expect(form.get('Subject')).toBe('Keepsake: corruption upl_1');
    expect(form.get('MessageAttributes.entry.2.Name')).toBe('uploadId');
    expect(JSON.parse(String(form.get('Message')))).not.toHaveProperty('orderId');
  });

  it('have a subject SNS accepts, whatever the order id', async () => {
    expect((await published({ orderId: 'ord_1' })).get('Subject')).toBe(
      'Keepsake: corruption ord_1',
    );
    expect((await published({ orderId: `ü\n${'x'.repeat(200)}` })).get('Subject')).toMatch(
      /^Keepsake: corruption \?\?x{77}$/,
    );
  });
});
