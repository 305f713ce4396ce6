import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { SnsAlerts } from '../../../adapters/aws/sns-alerts.ts';
import { offline, StubHandler } from './stub-handler.ts';

const published = async (orderId: string): Promise<URLSearchParams> => {
  const answer =
    '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
  const network = new StubHandler(() => ({ body: answer }));
  await new SnsAlerts(new SNSClient(offline(network)), 'arn:topic').raise({
    kind: 'corruption',
    orderId,
    message: 'differs',
  });
  return new URLSearchParams(network.only.body);
};

describe('alerts through SNS', () => {
  it('can be filtered by kind and order', async () => {
    const form = await published('ord_1');
    const attributes = [1, 2].map((n) => [
      form.get(`MessageAttributes.entry.${n}.Name`),
      form.get(`MessageAttributes.entry.${n}.Value.StringValue`),
    ]);
    expect(Object.fromEntries(attributes)).toEqual({ kind: 'corruption', orderId: 'ord_1' });
  });

  it('have a subject SNS accepts, whatever the order id', async () => {
    expect((await published('ord_1')).get('Subject')).toBe('Keepsake: corruption ord_1');
    expect((await published(`ü\n${'x'.repeat(200)}`)).get('Subject')).toMatch(
      /^Keepsake: corruption \?\?x{77}$/,
    );
  });
});
