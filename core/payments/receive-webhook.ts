import { daysAfter } from '../shared/model/later.ts';
import type { Clock, EventBus } from '../shared/ports.ts';
import type { ProviderNews, SentWebhook } from './model/provider-news.ts';
import type { PaymentWebhooks, ToldNews } from './ports.ts';

type Deps = {
  webhooks: PaymentWebhooks;
  told: ToldNews;
  bus: Pick<EventBus, 'publish'>;
  clock: Clock;
};

/** News by what became of it: announced now, or announced before. */
export type WebhookOutcome = { announced: number; repeated: number };

/** Providers repeat a webhook for up to three days. */
const rememberedDays = 7;

/**
 * Puts the news of a provider's webhook on the stage's bus, and recognises repetitions. Throws what
 * `PaymentWebhooks.read` throws, and `TransientFault` when the provider must send it again.
 */
export const receiveWebhook = async (deps: Deps, webhook: SentWebhook): Promise<WebhookOutcome> => {
  const outcome: WebhookOutcome = { announced: 0, repeated: 0 };
  for (const news of await deps.webhooks.read(webhook)) outcome[await publishOnce(deps, news)]++;
  return outcome;
};

/**
 * Remembers the news after the bus has it. A crash in between announces it twice, which changes
 * nothing: payments and refunds are idempotent by their ids. The other order would lose a payment.
 */
const publishOnce = async (
  { told, bus, clock }: Deps,
  { key, event }: ProviderNews,
): Promise<keyof WebhookOutcome> => {
  if (await told.has(key)) return 'repeated';
  await bus.publish(event);
  await told.add(key, daysAfter(clock.now(), rememberedDays));
  return 'announced';
};
