import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookRefused } from '../../../client/server/server.ts';

const secret = `whsec_${Buffer.from('a secret of an endpoint').toString('base64')}`;
const other = `whsec_${Buffer.from('the secret before it').toString('base64')}`;
const body = JSON.stringify({
  type: 'OrderMigrationCompleted',
  timestamp: '2030-01-01T00:00:00Z',
  data: { orderId: 'ord_1' },
});

type Sent = { at?: Date; secrets?: string[]; id?: string };

const sent = ({ at = new Date(), secrets = [secret], id = 'evt_1' }: Sent = {}) => ({
  'webhook-id': id,
  'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
  'webhook-signature': secrets.map((one) => new Webhook(one).sign(id, at, body)).join(' '),
});
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('a webhook that Keepsake signed', () => {
  it.each([
    ['headers of fetch', new Headers(sent()), secret],
    ['headers of Node', sent(), secret],
    ['two signatures, of which one is ours', sent({ secrets: [other, secret] }), secret],
    ['two secrets of the endpoint', sent({ secrets: [other] }), `${secret} ${other}`],
    ['four minutes ago', sent({ at: minutesAgo(4) }), secret],
  ])('is answered as its event: %s', async (_what, headers, secrets) => {
    expect(await verifyWebhook(body, headers, secrets)).toEqual({
      id: 'evt_1',
      ...JSON.parse(body),
    });
  });
});

describe('anything else', () => {
  const { 'webhook-signature': signature, ...unsigned } = sent();
  it.each([
    ['another body', `${body} `, sent()],
    ['another id', body, { ...sent(), 'webhook-id': 'evt_2' }],
    ['another time', body, { ...sent(), 'webhook-timestamp': `${Date.now() / 1000 - 9}` }],
    ['another secret', body, sent({ secrets: [other] })],
    ['no signature', body, unsigned],
    ['a signature of another version', body, { ...sent(), 'webhook-signature': `v2,${signature}` }],
    ['a signature that is no base64', body, { ...sent(), 'webhook-signature': 'v1,§' }],
    ['six minutes ago', body, sent({ at: minutesAgo(6) })],
    ['six minutes from now', body, sent({ at: minutesAgo(-6) })],
    ['a time that is none', body, { ...sent(), 'webhook-timestamp': 'now' }],
    ['a list of headers', body, { ...sent(), 'webhook-id': ['evt_1', 'evt_2'] }],
  ])('is refused: %s', async (_what, text, headers) => {
    await expect(verifyWebhook(text, headers, secret)).rejects.toBeInstanceOf(WebhookRefused);
  });

  it.each(['', ' ', 'whsec_', 'whsec_§'])('needs a secret that is one, not "%s"', async (none) => {
    await expect(verifyWebhook(body, sent(), none)).rejects.toBeInstanceOf(TypeError);
  });
});
