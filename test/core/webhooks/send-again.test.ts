import { describe, expect, it } from '@jest/globals';
import { sendAgain } from '../../../core/webhooks/send-again.ts';
import { MemoryEventBus } from '../../fakes/shared/memory-event-bus.ts';
import { MemoryDeliveries } from '../../fakes/webhooks/memory-deliveries.ts';
import { aDelivery, anEndpoint, aWebhook } from '../builders/webhooks.ts';
import { errorOf } from '../builders/world.ts';

const stage = (endpoints = [anEndpoint()]) => ({
  deliveries: new MemoryDeliveries(aDelivery({ status: 'failed', answer: 500 })),
  endpoints,
  bus: new MemoryEventBus(),
});

describe('send a webhook again', () => {
  it('asks for the same event under the same id', async () => {
    const deps = stage();
    expect(await sendAgain(deps, 'shop.evt_1')).toMatchObject({ status: 'failed' });
    expect(deps.bus.published).toEqual([
      { detailType: 'WebhookDeliveryRequested', detail: aWebhook() },
    ]);
  });

  it('asks for nothing where there is no such delivery', async () => {
    const deps = stage();
    expect(await errorOf(sendAgain(deps, 'shop.evt_2'))).toMatchObject({ name: 'NotFound' });
    expect(deps.bus.published).toEqual([]);
  });

  it('refuses an endpoint that the stage has no more', async () => {
    const deps = stage([anEndpoint({ name: 'crm' })]);
    expect(await errorOf(sendAgain(deps, 'shop.evt_1'))).toMatchObject({
      issues: [{ field: 'endpoint' }],
    });
    expect(deps.bus.published).toEqual([]);
  });
});
