import { DynamoToldNews } from '../../adapters/payments/dynamo-told-news.ts';
import { env } from '../shared/environment.ts';
import { bus, clock, dynamo } from '../shared/wiring.ts';
import { paymentProviders } from './providers.ts';
import { webhookHandler } from './webhook-handler.ts';

/** POST /webhooks/{provider}: payment providers tell of payments and refunds. */
export const handler = webhookHandler({
  providers: paymentProviders(),
  told: new DynamoToldNews(dynamo(), env('QUOTAS_TABLE')),
  bus: bus(),
  clock: clock(),
});
