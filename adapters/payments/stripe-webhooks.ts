import { NotSignedIn } from '../../core/errors.ts';
import type { PaymentFilter } from '../../core/payment-contract.ts';
import type { ProviderNews, SentWebhook } from '../../core/payments/model/provider-news.ts';
import type { PaymentWebhooks } from '../../core/payments/ports.ts';
import type { Clock } from '../../core/shared/ports.ts';
import { type PaidWhen, stripeNews } from './stripe-news.ts';
import { signatureFault } from './stripe-signature.ts';

type Options = {
  /** The endpoint's signing secrets: two while one is being replaced. */
  secrets: () => Promise<readonly string[]>;
  clock: Clock;
  toleranceSeconds: number;
  paidWhen?: PaidWhen | undefined;
  /** Which payments are ours. */
  filter?: PaymentFilter | undefined;
};

/** Webhooks of Stripe, proven by their signature over the body as it was sent. */
export class StripeWebhooks implements PaymentWebhooks {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async read({ body, headers }: SentWebhook): Promise<ProviderNews[]> {
    const { secrets, clock, toleranceSeconds, ...reading } = this.#options;
    const fault = signatureFault(
      { body, header: headers['stripe-signature'] },
      { secrets: await secrets(), now: clock.now(), toleranceSeconds },
    );
    if (fault !== undefined) throw new NotSignedIn(`This webhook ${fault}.`);
    return stripeNews(body, reading);
  }
}
