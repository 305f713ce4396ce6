import { NotFound, PaymentTooEarly } from '../errors.ts';
import type { Alerts, Clock } from '../shared/ports.ts';
import { changeOrder } from './change-order.ts';
import type { Order } from './model/order.ts';
import { paymentNamed, recordRefund } from './model/order-refunds.ts';
import type { RefundNews } from './model/refund-news.ts';
import type { Orders } from './ports.ts';

type Deps = {
  orders: Orders;
  alerts: Alerts;
  clock: Clock;
  /** Links of a completed order end when its payment was refunded whole. */
  revokesLinks: boolean;
};

/** `ignored`: the payment has paid no order of ours. */
export type RefundVerdict = 'recorded' | 'known' | 'ignored';

/** Refunds made in the provider's dashboard name no order, or one of another product. */
const orderOf = async ({ orders }: Deps, news: RefundNews): Promise<string | undefined> =>
  news.orderId?.startsWith('ord_') ? news.orderId : orders.paidBy(news.paymentId);

const tooEarly = ({ paymentId }: RefundNews, orderId: string, cause?: unknown): PaymentTooEarly =>
  new PaymentTooEarly(
    `A refund names payment ${paymentId}, which order ${orderId} does not have.`,
    {
      context: { orderId },
      cause,
    },
  );

/** Raised before the record: a crash in between alerts twice, the other order could lose it. */
const alertIfRefused = async (
  { alerts }: Deps,
  orderId: string,
  { status, paymentId }: RefundNews,
): Promise<void> => {
  if (status !== 'refused') return;
  const message = `The provider did not refund payment ${paymentId}. Refund it another way.`;
  await alerts.raise({ kind: 'refund_refused', orderId, message });
};

const decide =
  (deps: Deps, news: RefundNews) =>
  async ({ order }: { order: Order }): Promise<{ verdict: RefundVerdict; order: Order }> => {
    if (!paymentNamed(order, news.paymentId)) throw tooEarly(news, order.orderId);
    const { clock, revokesLinks } = deps;
    const now = clock.now().toISOString();
    const recorded = recordRefund(order, news, { now, revokesLinks });
    if (recorded === order) return { verdict: 'known', order };
    await alertIfRefused(deps, order.orderId, news);
    return { verdict: 'recorded', order: recorded };
  };

/**
 * Records the state of a refund. Idempotent, for news in any order. Throws `PaymentTooEarly` while
 * the order does not know the payment yet.
 */
export const receiveRefund = async (deps: Deps, news: RefundNews): Promise<RefundVerdict> => {
  const orderId = await orderOf(deps, news);
  if (orderId === undefined) return 'ignored';
  const { verdict } = await changeOrder(deps, orderId, decide(deps, news)).catch(
    (error: unknown) => {
      throw error instanceof NotFound ? tooEarly(news, orderId, error) : error;
    },
  );
  return verdict;
};
