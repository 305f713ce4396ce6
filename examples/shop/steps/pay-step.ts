import { byId } from '../dom.ts';
import { alone, type Memory, note, remember } from '../memory.ts';
import { server } from '../server.ts';
import { settings } from '../settings.ts';
import { Step } from '../step.ts';

/** The payment: an event on the bus, which the shop's server puts there, or Stripe's test mode. */
export const payStep = () => {
  const step = new Step('pay');
  if (settings.hasStripe) byId('pay-now').textContent = 'Pay €49.90 at Stripe (test mode)';
  step.onClick('pay-now', settings.hasStripe ? goToStripe : pay);
  const checkout = checkoutInAddress();
  if (checkout !== undefined) pay(checkout).catch((error: unknown) => step.fail(error));
  return ({ order }: Memory): void => {
    if (order?.isPaid) step.say('Paid. The event is on the bus.');
    step.enter(order?.isPaid ? 'done' : order ? 'now' : 'later');
  };
};

const goToStripe = async (): Promise<void> => {
  const { token, order } = remember();
  if (order) location.assign((await server.checkout(token, order.orderId)).url);
};

/** Pays the order once, whichever tab asks. */
const pay = (checkout?: string): Promise<void> =>
  alone('pay', async () => {
    const { token, order } = remember();
    if (!order || order.isPaid) return;
    await server.pay(token, order.orderId, checkout);
    note({ order: { ...order, isPaid: true } });
  });

/** Stripe's page leads back here with the checkout's id. */
const checkoutInAddress = (): string | undefined => {
  const checkout = new URLSearchParams(location.search).get('checkout') ?? undefined;
  if (checkout !== undefined) history.replaceState(null, '', location.pathname);
  return checkout;
};
