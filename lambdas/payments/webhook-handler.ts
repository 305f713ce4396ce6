import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { InvalidInput, NotSignedIn } from '../../core/errors.ts';
import type { PaymentWebhooks } from '../../core/payments/ports.ts';
import { receiveWebhook, type WebhookOutcome } from '../../core/payments/receive-webhook.ts';
import { count } from '../shared/counted.ts';
import { logger, observed } from '../shared/observed.ts';
import { problemOf } from '../shared/problem.ts';
import { sentWebhook } from './sent-webhook.ts';

type Deps = Omit<Parameters<typeof receiveWebhook>[0], 'webhooks'> & {
  providers: ReadonlyMap<string, PaymentWebhooks>;
};

/** Answers webhooks of payment providers: 200 once their news is on the bus. */
export const webhookHandler = (deps: Deps) =>
  observed<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(async (event) => {
    try {
      return answer(200, 'application/json', await receive(deps, event));
    } catch (error) {
      return refuse(error);
    }
  });

const answer = (
  statusCode: number,
  contentType: string,
  body: object,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': contentType, 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const receive = async (
  { providers, ...deps }: Deps,
  event: APIGatewayProxyEventV2,
): Promise<WebhookOutcome> => {
  const { provider = 'none' } = event.pathParameters ?? {};
  const webhooks = providers.get(provider);
  if (!webhooks) throw unknownProvider();
  const outcome = await receiveWebhook({ ...deps, webhooks }, sentWebhook(event));
  count('WebhooksAnnounced', outcome.announced);
  count('WebhooksRepeated', outcome.repeated);
  logger.info('Webhook received', { provider, ...outcome });
  return outcome;
};

const unknownProvider = (): InvalidInput =>
  InvalidInput.of('provider', 'must be a payment provider that this stage is configured for');

/** Every refusal makes the provider send the webhook again, for up to three days. */
const refuse = (error: unknown): APIGatewayProxyStructuredResultV2 => {
  const problem = problemOf(error);
  const fields = { status: problem.status, problem: problem.type };
  if (error instanceof NotSignedIn) {
    count('WebhooksRefused');
    logger.warn('Webhook refused', { ...fields, reason: error.message });
  } else {
    count(problem.status >= 500 ? 'RequestsFailed' : 'RequestsRefused');
    logger.error('Webhook failed', { ...fields, error: error as Error });
  }
  return answer(problem.status, 'application/problem+json', problem);
};
