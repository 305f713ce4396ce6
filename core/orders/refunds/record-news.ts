import { NotFound, PaymentTooEarly } from '../../errors.ts';
import type { Alert, Alerts, Clock } from '../../shared/ports.ts';
import { changeOrder } from '../change-order.ts';
import type { Order } from '../model/order.ts';
import { paymentNamed } from '../model/order-refunds.ts';
import type { Orders } from '../ports.ts';

export type NewsDeps = { orders: Orders; alerts: Alerts; clock: Clock };

/** What a provider reports about a payment after it was made. */
type PaymentNews = { paymentId: string; orderId?: string | undefined };

/** What becomes of the order, and which alert goes with it, by the order as it was. */
type Recording = {
  record(order: Order, now: string): Order;
  alertOf(order: Order): Pick<Alert, 'kind' | 'message'> | undefined;
};

/** `ignored`: no order of ours was paid with the payment or holds it. */
export type NewsVerdict = 'recorded' | 'known' | 'ignored';

/**
 * Puts news of a payment on its order's record. Idempotent, if `record` returns the same order for
 * what it knows. Throws `PaymentTooEarly` while the order does not know the payment yet.
 */
export const recordNews = async (
  deps: NewsDeps,
  news: PaymentNews,
  recording: Recording,
): Promise<NewsVerdict> => {
  const orderId = await orderOf(deps, news);
  if (orderId === undefined) return 'ignored';
  const { verdict } = await changeOrder(deps, orderId, decide(deps, news, recording)).catch(
    (error: unknown) => {
      throw error instanceof NotFound ? tooEarly(news, orderId, error) : error;
    },
  );
  return verdict;
};

/** News that began in the provider's dashboard names no order, or one of another product. */
const orderOf = async ({ orders }: NewsDeps, news: PaymentNews): Promise<string | undefined> =>
  news.orderId?.startsWith('ord_') ? news.orderId : orders.orderOfPayment(news.paymentId);

const decide =
  ({ alerts, clock }: NewsDeps, news: PaymentNews, { record, alertOf }: Recording) =>
  async ({ order }: { order: Order }): Promise<{ verdict: NewsVerdict; order: Order }> => {
    const { orderId } = order;
    if (!paymentNamed(order, news.paymentId)) throw tooEarly(news, orderId);
    const recorded = record(order, clock.now().toISOString());
    if (recorded === order) return { verdict: 'known', order };
    const alert = alertOf(order);
    // Before the record: a crash in between alerts twice, the other order could lose the alert.
    if (alert) await alerts.raise({ ...alert, orderId });
    return { verdict: 'recorded', order: recorded };
  };

const tooEarly = ({ paymentId }: PaymentNews, orderId: string, cause?: unknown): PaymentTooEarly =>
  new PaymentTooEarly(
    `There is news of payment ${paymentId}, which order ${orderId} does not have.`,
    { context: { orderId }, cause },
  );
