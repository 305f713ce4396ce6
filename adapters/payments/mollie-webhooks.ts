import { InvalidInput, TransientFault } from '../../core/errors.ts';
import { isOurPayment } from '../../core/orders/model/payment-filter.ts';
import type { PaymentFilter } from '../../core/payment-contract.ts';
import type { ProviderNews, SentWebhook } from '../../core/payments/model/provider-news.ts';
import type { PaymentWebhooks } from '../../core/payments/ports.ts';
import type { Clock } from '../../core/shared/ports.ts';
import { mollieMapping, mollieNews, molliePaymentSchema } from './mollie-news.ts';

type Options = {
  apiKey: () => Promise<string>;
  clock: Clock;
  filter?: PaymentFilter | undefined;
  /** Mollie's API, or a look-alike in tests. */
  endpoint?: string;
};

/** The id of a payment. Ids of orders, payment links and captures begin with other letters. */
const paymentId = /^tr_\w{1,64}$/;

/** An answer that takes longer is none: Mollie waits 15 seconds and calls again. */
const timeoutMs = 5000;

/**
 * Webhooks of Mollie, which carry no signature and only the id of a payment. The stage's API key
 * asks Mollie for the facts, so a forged webhook cannot claim a payment.
 */
export class MollieWebhooks implements PaymentWebhooks {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async read({ body }: SentWebhook): Promise<Iterable<ProviderNews>> {
    const id = new URLSearchParams(body).get('id');
    if (id === null || !paymentId.test(id))
      throw InvalidInput.of('id', 'must be the id of a payment, tr_…');
    const { filter, clock } = this.#options;
    const askedAt = clock.now();
    const payment = await this.#ask(id);
    const isOurs =
      payment && isOurPayment(payment, { ...mollieMapping, ...(filter && { filter }) });
    return isOurs ? mollieNews(payment, askedAt) : [];
  }

  /** `undefined`: the account has no such payment, so the webhook is a stranger's. */
  async #ask(id: string) {
    const { apiKey, endpoint = 'https://api.mollie.com' } = this.#options;
    const answer = await fetch(`${endpoint}/v2/payments/${id}?embed=refunds,chargebacks`, {
      headers: { authorization: `Bearer ${await apiKey()}` },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new TransientFault('Mollie did not answer. Send the webhook again.', { cause });
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok)
      throw new TransientFault(`Mollie answered ${answer.status}. Send the webhook again.`, {
        context: { status: answer.status },
      });
    const told = molliePaymentSchema.safeParse(await answer.json().catch(() => undefined));
    if (told.data?.id === id) return told.data;
    throw new TransientFault('Mollie answered with something else than the payment.', {
      context: { status: answer.status },
    });
  }
}
