import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { LocalProblem } from '../local-problem.ts';

/** Stripe in test mode: its key, and where it answers. */
export type Stripe = { key: string; origin: string };

/** The key in the environment. Throws `LocalProblem` for one that moves money. */
export const stripeFrom = (key: string | undefined): Stripe | undefined => {
  if (key === undefined || key === '') return undefined;
  if (!/^(sk|rk)_test_/.test(key))
    throw new LocalProblem('STRIPE_TEST_KEY is no test key: those begin with sk_test_.');
  return { key, origin: 'https://api.stripe.com' };
};

/** The address of Stripe's own payment page for an order. The page leads back to `shopUrl`. */
export const startCheckout = async (
  stripe: Stripe,
  { orderId, amount }: OrderView,
  shopUrl: string,
): Promise<string> => {
  const { url } = await ask(stripe, '', {
    mode: 'payment',
    client_reference_id: orderId,
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': amount.currency.toLowerCase(),
    'line_items[0][price_data][unit_amount]': `${cents(amount)}`,
    'line_items[0][price_data][product_data][name]': 'A keepsake',
    success_url: `${shopUrl}/?checkout={CHECKOUT_SESSION_ID}`,
    cancel_url: `${shopUrl}/`,
  });
  return url;
};

type Checkout = {
  id: string;
  url: string;
  payment_status: string;
  payment_intent: string;
  amount_total: number;
  currency: string;
  client_reference_id: string;
};

const ask = async (
  { key, origin }: Stripe,
  path: string,
  form?: Record<string, string>,
): Promise<Checkout> => {
  const response = await fetch(`${origin}/v1/checkout/sessions${path}`, {
    method: form ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(20_000),
    ...(form && { body: new URLSearchParams(form) }),
  });
  const body = (await response.json()) as Checkout & { error?: { message: string } };
  if (!response.ok)
    throw new LocalProblem(`Stripe answered ${response.status}: ${body.error?.message}`);
  return body;
};

// The sample order is in euros, whose minor unit is the cent.
const cents = ({ value }: OrderView['amount']): number => Math.round(value * 100);

/**
 * The id of the payment that Stripe took for an order. Throws `LocalProblem` while the order is not
 * paid there, or when the checkout is another order's.
 */
export const paidCheckout = async (
  stripe: Stripe,
  { orderId, amount }: OrderView,
  checkoutId: string,
): Promise<string> => {
  const checkout = await ask(stripe, `/${encodeURIComponent(checkoutId)}`);
  const isPaid =
    checkout.payment_status === 'paid' &&
    checkout.client_reference_id === orderId &&
    checkout.currency === amount.currency.toLowerCase() &&
    checkout.amount_total === cents(amount);
  if (!isPaid) throw new LocalProblem('Stripe does not say that this order is paid.');
  return checkout.payment_intent;
};
