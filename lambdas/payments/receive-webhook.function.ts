import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { DynamoToldNews } from '../../adapters/payments/dynamo-told-news.ts';
import { env } from '../shared/environment.ts';
import { bus, clock } from '../shared/wiring.ts';
import { paymentProviders } from './providers.ts';
import { webhookHandler } from './webhook-handler.ts';

/** POST /webhooks/{provider}: payment providers tell of payments and refunds. */
export const handler = webhookHandler({
  providers: paymentProviders(),
  told: new DynamoToldNews(documentClient(new DynamoDBClient({})), env('QUOTAS_TABLE')),
  bus: bus(),
  clock: clock(),
});
