import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from '@jest/globals';
import { EventBridgeBus } from '../../../adapters/aws/event-bridge-bus.ts';
import { type Answer, json, offline, StubHandler } from './stub-handler.ts';

const busWith = (answer: Answer) => {
  const network = new StubHandler(() => answer);
  return {
    network,
    bus: new EventBridgeBus(new EventBridgeClient(offline(network)), 'orders-bus'),
  };
};

const announcement = { detailType: 'OrderMigrationFailed', detail: { orderId: 'ord_1' } } as const;

describe('the EventBridge bus', () => {
  it('publishes in the name of keepsake.orders', async () => {
    const { network, bus } = busWith(json({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] }));
    await bus.publish(announcement);
    expect(JSON.parse(network.only.body).Entries).toEqual([
      {
        EventBusName: 'orders-bus',
        Source: 'keepsake.orders',
        DetailType: 'OrderMigrationFailed',
        Detail: '{"orderId":"ord_1"}',
      },
    ]);
  });

  it('does not believe a 200 that refused the entry', async () => {
    const { bus } = busWith(
      json({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }),
    );
    await expect(bus.publish(announcement)).rejects.toMatchObject({
      name: 'TransientFault',
      context: { reason: 'InternalFailure' },
    });
  });
});
