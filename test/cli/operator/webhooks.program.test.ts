import { describe, expect, it } from '@jest/globals';
import { aDelivery } from '../../core/builders/webhooks.ts';
import { useStubStage } from './stub-stage.ts';

const { server, keepsake } = useStubStage();

const asked = () => server.asked.map(({ method, path }) => `${method} ${path}`);

describe('keepsake webhooks', () => {
  it('endpoints: names each endpoint and what it hears of', async () => {
    const endpoint = {
      name: 'shop',
      address: 'https://shop.example.com/hooks',
      events: ['A', 'B'],
    };
    server.answer = () => ({ body: { endpoints: [endpoint] } });
    const { stdout } = await keepsake('webhooks endpoints');
    expect(stdout).toBe('shop             https://shop.example.com/hooks  A B\n');
  });

  it('list: lists deliveries as they are asked for, every page', async () => {
    const { webhook, ...delivery } = aDelivery({ status: 'failed', answer: 500 });
    server.answer = ({ path }) => ({
      body: path.includes('cursor')
        ? { deliveries: [{ ...delivery, type: webhook.type, deliveryId: 'shop.evt_0' }] }
        : { deliveries: [{ ...delivery, type: webhook.type }], cursor: 'next' },
    });
    const { stdout } = await keepsake('webhooks list --status failed --subject ord_1');
    expect(stdout).toMatch(/ord_1 {2}shop\.evt_1 {2}500\n.* shop\.evt_0 {2}500\n$/);
    expect(asked()[0]).toBe('GET /webhook-deliveries?limit=100&status=failed&subject=ord_1');
  });

  it.each([
    ['show', 'GET /webhook-deliveries/shop.evt_1'],
    ['send-again', 'POST /webhook-deliveries/shop.evt_1/send'],
  ])('%s is one request', async (word, request) => {
    server.answer = () => ({ body: aDelivery() });
    const { stdout, code } = await keepsake(`webhooks ${word} shop evt_1`);
    expect([code, asked()]).toEqual([0, [request]]);
    expect(stdout).toContain('evt_1');
  });

  it('asks nothing without an event', async () => {
    expect((await keepsake('webhooks send-again shop')).code).toBe(2);
    expect(asked()).toEqual([]);
  });
});
